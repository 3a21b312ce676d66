import { bmlCreateProject } from '@/contracts/linkis-bml-projects';
import { createProject } from '@/server/library/projects/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlCreateProject,
    async (context, { body }) => {
      await createProject(context, body);
      return { data: {}, message: 'success to create project(创建工程ok)' };
    },
    { method: null },
  ),
);
