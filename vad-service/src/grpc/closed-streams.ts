/**
 * Lets a closed HTTP/2 stream be collected while it is young. By itself it would outlive the cheap collections and wait for a
 * full one, 2 KB of it, or 6 with the call that hangs on it, for reasons that lie in Node and V8:
 * - V8 puts a function that is assigned to a property where it is written into the old generation at once, and Node's
 *   WritableState does `this.onwrite = error => onwrite(stream, error)`: until the next full collection, that names the stream.
 * - V8 links the outgrown table of a Map to the one that follows. Once a dead table is old, it keeps all later ones, with
 *   every stream that was open at the moments when they were outgrown.
 * Where Node changes what is relied on here, nothing breaks: closed streams wait for a full collection again.
 */
import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { Writable } from 'node:stream';

type WritableState = object;
type StateConstructor = new (options: unknown, stream: Writable, isDuplex: boolean) => WritableState;
type StreamInternals = ServerHttp2Stream & { readonly _writableState: { [LINK]?: Link } };

const LINK = Symbol('link');

/** What Node's state may know of its stream: enough to write, finish and fail, and it can be cut. */
class Link {
  #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  cut(): void {
    this.#stream = GONE;
  }

  get _writableState() {
    return (this.#stream as StreamInternals)._writableState;
  }

  get _readableState() {
    return (this.#stream as unknown as { _readableState: unknown })._readableState;
  }

  emit(name: string, ...said: unknown[]): boolean {
    return this.#stream.emit(name, ...said);
  }

  destroy(error?: Error): void {
    this.#stream.destroy(error);
  }

  _write(...write: Parameters<Writable['_write']>): void {
    this.#stream._write(...write);
  }

  _writev(...write: Parameters<NonNullable<Writable['_writev']>>): void {
    this.#stream._writev?.(...write);
  }

  _final(done: (error?: Error | null) => void): void {
    this.#stream._final(done);
  }
}

/** A late answer to a write finds a stream that is destroyed, and does nothing. */
const GONE = new Writable().destroy();

/** From now on, HTTP/2 streams of servers are known to their state by a link that `forget` can cut. */
export function linkStreams(): void {
  const node = Writable as unknown as { WritableState: StateConstructor };
  const { WritableState } = node;
  if (LINK in WritableState) return;
  const linked = function linked(options: unknown, stream: Writable, isDuplex: boolean): WritableState {
    if (!('pushStream' in stream)) return new WritableState(options, stream, isDuplex);
    const link = new Link(stream);
    return Object.assign(new WritableState(options, link as unknown as Writable, isDuplex), { [LINK]: link });
  };
  node.WritableState = Object.assign(linked as unknown as StateConstructor, { [LINK]: true });
  node.WritableState.prototype = WritableState.prototype;
}

/** A table of streams by id that no longer names a stream once it is deleted, whatever links the table's own past. */
class StreamTable {
  readonly #cells = new Map<number, { stream: ServerHttp2Stream | undefined }>();

  get size(): number {
    return this.#cells.size;
  }

  get(id: number): ServerHttp2Stream | undefined {
    return this.#cells.get(id)?.stream;
  }

  set(id: number, stream: ServerHttp2Stream): void {
    this.#cells.set(id, { stream });
  }

  delete(id: number): void {
    const cell = this.#cells.get(id);
    if (cell) cell.stream = undefined;
    this.#cells.delete(id);
  }

  forEach(visit: (stream: ServerHttp2Stream) => void): void {
    for (const { stream } of this.#cells.values()) if (stream) visit(stream);
  }
}

/** Gives a new session a table of streams that can be forgotten. */
export function tabulate(session: ServerHttp2Session): void {
  const key = Object.getOwnPropertySymbols(session).find(symbol => symbol.description === 'state');
  const state = key && (session as unknown as Record<symbol, { streams?: unknown }>)[key];
  if (state?.streams instanceof Map && state.streams.size === 0) state.streams = new StreamTable();
}

/** Cuts what hangs on a stream that has closed. */
export function forget(stream: ServerHttp2Stream): void {
  stream.removeAllListeners();
  stream.on('error', ignore); // none comes after the close; one without a listener would end the process
  (stream as StreamInternals)._writableState[LINK]?.cut();
}

function ignore(): void {}
