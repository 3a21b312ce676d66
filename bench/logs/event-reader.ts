import { Agent, get } from 'node:http';

/** An event of a stream of server-sent events. */
export interface ServerEvent {
  event: string;
  data: string;
}

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

/**
 * Reads server-sent events until the stream ends, or the handler says that it has enough.
 * @param onEvent returns false to hang up
 */
export function readEvents(
  port: number,
  path: string,
  cookie: string,
  onEvent: (event: ServerEvent) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, agent, headers: { cookie } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`GET ${path} answered ${response.statusCode}`));
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk: string) => {
        text += chunk;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const lines = text.slice(0, end).split('\n');
          text = text.slice(end + 2);
          const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
          const event = field('event');
          if (event && !onEvent({ event, data: field('data') ?? '' })) {
            request.destroy();
            resolve();
            return;
          }
        }
      });
      response.on('end', resolve);
      response.on('error', () => resolve());
    });
    request.on('error', reject);
  });
}
