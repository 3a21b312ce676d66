import { connect, createServer, type Server, type Socket } from 'node:net';

/** A relay between the product and another server, which can be cut: to the product it looks as if that went down. */
export class Relay {
  #server: Server | null = null;
  readonly #sockets = new Set<Socket>();

  constructor(
    readonly port: number,
    private readonly target: URL,
  ) {}

  up(): Promise<void> {
    return new Promise((resolve) => {
      this.#server = createServer((incoming) => {
        const outgoing = connect(Number(this.target.port), this.target.hostname);
        for (const [from, to] of [
          [incoming, outgoing],
          [outgoing, incoming],
        ] as const) {
          this.#sockets.add(from);
          from.pipe(to);
          from.on('error', () => to.destroy());
          from.on('close', () => {
            this.#sockets.delete(from);
            to.destroy();
          });
        }
      }).listen(this.port, '127.0.0.1', resolve);
    });
  }

  /** Keeps all connections open, takes new ones, and lets nothing through any more; until it goes down. */
  stall(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
    this.#server?.removeAllListeners('connection').on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  async down(): Promise<void> {
    const closed = new Promise((done) => this.#server?.close(done));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
