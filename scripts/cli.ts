// `npm run cli`: cleanups and searches from a shell or from cron, over the server's API with a token.
import { Api } from './cli/api';
import { cleanup } from './cli/cleanup';
import { CommandError, EXIT } from './cli/errors';
import { search } from './cli/search';

const USAGE = `npm run --silent cli -- <command> [options]

  cleanup preview <rule>             freezes what a rule takes and says what that is; deletes nothing
  cleanup run <preview> --reason …   deletes what a preview froze
  cleanup run <rule> --yes --reason … the same without a look before
  cleanup status <run>               how a run stands
  cleanup list                       the last runs
  cleanup pause|resume|cancel <run>
  cleanup undo <run> --reason … [--user NAME]
  cleanup log <run>                  what happened to a run, oldest first
  cleanup receipt <run> [--csv]
  search contexts|engines [filter=value …] [--limit N]
                                     filters are those of /api/v1/contexts and /api/v1/engine-records

  A rule: --older-than 90d (h, d, w) or --from and --to (ISO 8601), of --time create, update or access (default);
  --user NAME, --application NAME, --id N, and what stays of those: --except-user NAME, --except-application NAME,
  --except-id N; each as often as you like.
  With --subject engineRecords: of --time create, used or release (default), and --status NAME; without a status,
  engines that have ended.

  --wait   until the run ends
  --json   one JSON value a line, for programs

  ENGINEROOM_URL    the server (default http://localhost:3000)
  ENGINEROOM_TOKEN  an API token of an administrator

  Ends with 0 done, 1 the run failed, was cancelled or rests, 2 the call is wrong, 3 the server refused,
  4 the server did not answer or failed.
`;

async function main(args: string[]): Promise<void> {
  const json = args.includes('--json');
  const [command, ...rest] = args.filter((arg) => arg !== '--json');
  if (command === undefined || command === '--help' || command === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  const commands = { cleanup, search };
  if (!(command in commands)) throw new CommandError(EXIT.usage, `${command}: expected cleanup or search.\n\n${USAGE}`);
  const token = process.env.ENGINEROOM_TOKEN;
  if (!token)
    throw new CommandError(EXIT.usage, 'Set ENGINEROOM_TOKEN to an API token; the console makes one under Settings.');
  const url = (process.env.ENGINEROOM_URL || 'http://localhost:3000').replace(/\/+$/, '');
  await commands[command as keyof typeof commands](new Api(url, token), rest, (value, text) =>
    process.stdout.write(`${json ? JSON.stringify(value) : text}\n`),
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const wrongOption = error instanceof TypeError && 'code' in error;
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = error instanceof CommandError ? error.exitCode : wrongOption ? EXIT.usage : EXIT.failed;
});
