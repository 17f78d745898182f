/**
 * Lets what a call leaves be collected while it is young. By itself it would outlive the cheap collections and wait for a full
 * one, 6 KB a call, for reasons that lie in V8 and Node:
 * - V8 makes a function in the old generation where it is written as the value of an assignment to a property. Node's
 *   WritableState does `this.onwrite = error => onwrite(stream, error)`: until the next full collection, that names the stream.
 * - V8 links the outgrown table of a Map or Set to the one that follows. Once a dead table is old, it keeps all later ones,
 *   with every stream that was open at the moments when they were outgrown.
 * This relies on what Node's state asks of its stream (`Link`): the tests of DetectStream tell when a new Node asks for more.
 */
import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { Writable } from 'node:stream';
import { types } from 'node:util';
import type { ServiceDefinition } from '@grpc/grpc-js';

type WritableState = object;
type StateConstructor = new (options: unknown, stream: Writable, isDuplex: boolean) => WritableState;
type Linked = Writable & { readonly _writableState: { [LINK]?: Link } };

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
    return (this.#stream as Linked)._writableState;
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

  /** Where there is none, Node writes one after the other. */
  get _writev(): Writable['_writev'] {
    const { _writev } = this.#stream;
    return _writev && ((...write) => _writev.apply(this.#stream, write));
  }

  _final(done: (error?: Error | null) => void): void {
    this.#stream._final(done);
  }
}

/** A late answer to a write finds a stream that is destroyed, and does nothing. */
const GONE = new Writable().on('error', () => undefined).destroy();

/** From now on, HTTP/2 streams of servers and grpc-js' calls are known to their states by links that can be cut. */
export function linkStreams(): void {
  const node = Writable as unknown as { WritableState: StateConstructor };
  const { WritableState } = node;
  if (LINK in WritableState) return;
  const linked = function linked(options: unknown, stream: Writable, isDuplex: boolean): WritableState {
    if (!('pushStream' in stream || 'sendMetadata' in stream)) return new WritableState(options, stream, isDuplex);
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
  if (state && types.isMap(state.streams) && state.streams.size === 0) state.streams = new StreamTable();
}

/** Cuts what names a stream that has closed, or a call that needs its stream's writing side no more. */
export function forget(stream: Writable): void {
  (stream as Linked)._writableState[LINK]?.cut();
}

type Handler = (call: Writable, answer?: (...answer: unknown[]) => void) => void;

/** Handlers whose calls are forgotten: those with one answer when it is given, streams when they have closed. */
export function forgetting<Handlers extends object>(service: ServiceDefinition, handlers: Handlers): Handlers {
  const wrapped = Object.entries(handlers as Record<string, Handler>).map(([name, handle]) => [
    name,
    service[name]?.responseStream ? forgettingStream(handle) : forgettingUnary(handle),
  ]);
  return Object.fromEntries(wrapped);
}

const forgettingUnary =
  (handle: Handler): Handler =>
  (call, answer) =>
    handle(call, (...given) => {
      answer?.(...given);
      empty(call);
    });

/** grpc-js' object for a unary call is a Writable that is never written to: it cannot be cut off, so it is emptied. */
function empty(call: Writable): void {
  Object.assign(call, { call: undefined, request: undefined, metadata: undefined, trailingMetadata: undefined });
}

const forgettingStream =
  (handle: Handler): Handler =>
  call => {
    call.once('close', () => forget(call));
    handle(call);
  };
