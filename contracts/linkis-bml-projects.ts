import { z } from 'zod';
import { single } from './linkis-common';
import { operation } from './operation';

const MOUNT = '/api/rest_j/v1/bml';
const common = { dialect: 'linkis', method: 'post' } as const;
const nothing = z.object({});

/** A text that a body must have. */
const needed = (most: number) =>
  z
    .string({ error: 'is needed: a text' })
    .max(most, `longer than ${most} characters`)
    .refine((text) => text.trim() !== '', 'must not be empty');
const members = z.array(needed(64), { error: 'is needed: a list of user names' }).max(1000, 'more than 1,000 names');
/** A project and its members. */
const projectBody = z.object({ projectName: needed(128), editUsers: members, accessUsers: members });
export type BmlProjectBody = z.output<typeof projectBody>;

export const bmlCreateProject = operation({
  ...common,
  id: 'linkis.bml.createBmlProject',
  path: `${MOUNT}/createBmlProject`,
  summary: 'Makes a project whose members share resources; one that is there stays as it is.',
  body: projectBody,
  data: nothing,
});

export const bmlUpdateProjectUsers = operation({
  ...common,
  id: 'linkis.bml.updateProjectUsers',
  path: `${MOUNT}/updateProjectUsers`,
  summary: 'Replaces the members of a project; for its creator, its editors and administrators.',
  body: projectBody,
  data: nothing,
});

export const bmlAttachResource = operation({
  ...common,
  id: 'linkis.bml.attachResourceAndProject',
  path: `${MOUNT}/attachResourceAndProject`,
  summary: 'Lets a project share a resource that one may change.',
  body: z.object({ projectName: needed(128), resourceId: needed(50) }),
  data: nothing,
});

export const bmlGetProjectInfo = operation({
  id: 'linkis.bml.getProjectInfo',
  method: 'get',
  path: `${MOUNT}/getProjectInfo`,
  dialect: 'linkis',
  summary: 'Linkis answers nothing here; kept for its clients.',
  query: z.object({ projectName: single(z.string().max(2000).optional()) }),
  data: nothing,
});
