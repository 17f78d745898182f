import { type ClientDuplexStream, type ServiceError, status } from '@grpc/grpc-js';
import { expect } from 'vitest';
import { DetectResponse, type VADServiceClient } from '../../../proto/gen/vad.ts';
import { Expectation } from './expectation.ts';
import { type HostileRequest, HostileRequests } from './requests.ts';

const PATH = '/vad.VADService/';
const asItIs = (bytes: Buffer) => bytes;

type Stream = ClientDuplexStream<Buffer, Buffer>;

/** How a call ended. */
interface Answer {
  readonly code: status;
  readonly details: string;
  readonly replies: readonly Buffer[];
}

/** A client of a service that it has to itself but for its likes, each with sessions of its own; checks every answer. */
export class Attacker {
  readonly #vad: VADServiceClient;
  readonly #requests: HostileRequests;
  readonly #expected = new Expectation();
  readonly #sendsGarbage: boolean;
  readonly #leftOpen: Stream[] = [];
  sent = 0;

  /** @param number the first one sends what is no message at all, and so may name any session but those of others */
  constructor(vad: VADServiceClient, number: number, random: () => number) {
    this.#vad = vad;
    this.#sendsGarbage = number === 0;
    this.#requests = new HostileRequests(String.fromCharCode(97 + number).repeat(6), random);
  }

  async attack(requests: number): Promise<void> {
    const until = this.sent + requests;
    while (this.sent < until) {
      if (this.#requests.chance(0.1)) await this.#burst();
      else if (this.#requests.chance(0.15)) await this.#stream();
      else await this.#ask(this.#sendsGarbage ? this.#requests.garbage() : this.#requests.any());
    }
  }

  /** Leaves nothing behind. */
  async leave(): Promise<void> {
    for (const stream of this.#leftOpen.splice(0)) stream.cancel();
    for (const id of this.#expected.live) await this.#send(this.#requests.destroy(id));
    this.#expected.live.clear();
  }

  async #ask(request: HostileRequest): Promise<void> {
    const expected = this.#expected.statusOf(request);
    const { code, details, replies } = await this.#send(request);
    if (request.method === 'Detect') replies.forEach(checkReply);
    expect(status[code], `${request.method} of ${request.bytes.toString('hex', 0, 200)}: ${details}`).toBe(
      status[expected],
    );
  }

  /** A session's calls all in flight together, so that each may meet it alive or not. */
  async #burst(): Promise<void> {
    const id = this.#requests.id();
    const all = Array.from({ length: 12 }, () =>
      this.#requests.oneOf([
        () => this.#requests.detect(id, 'start'),
        () => this.#requests.detect(id, ''),
        () => this.#requests.detect(id, 'end'),
        () => this.#requests.reset(id),
        () => this.#requests.destroy(id),
        () => this.#requests.create(id),
      ])(),
    ).filter(({ bytes }) => bytes.length < 10_000);
    const answers = await Promise.all(all.map(request => this.#send(request)));
    for (const [i, { code, details }] of answers.entries()) {
      const may = all[i]?.method === 'CreateSession' ? ['OK', 'INVALID_ARGUMENT'] : ['OK', 'NOT_FOUND'];
      expect(may, `${all[i]?.method}: ${details}`).toContain(status[code]);
    }
    await this.#ask(this.#requests.destroy(id));
  }

  #send({ method, bytes }: HostileRequest): Promise<Answer> {
    this.sent += 1;
    return new Promise(resolve => {
      this.#vad.makeUnaryRequest(PATH + method, asItIs, asItIs, bytes, (error: ServiceError | null, reply?: Buffer) => {
        resolve({ code: error?.code ?? status.OK, details: error?.details ?? '', replies: reply ? [reply] : [] });
      });
    });
  }

  /** Detects up to the first that must fail, and some after it. */
  async #stream(): Promise<void> {
    const requests = Array.from({ length: this.#requests.oneOf([0, 1, 3, 20]) }, () => this.#requests.detect());
    if (this.#sendsGarbage) requests.push(this.#requests.garbage());
    const expected = requests.map(({ bytes }) => this.#expected.statusOf({ method: 'Detect', bytes }));
    const fault = expected.findIndex(code => code !== status.OK);
    const script = fault < 0 ? requests : [...requests.slice(0, fault + 1), ...this.#harmless()];
    this.sent += script.length;
    const stream: Stream = this.#vad.makeBidiStreamRequest(`${PATH}DetectStream`, asItIs, asItIs);
    const end = this.#requests.oneOf(['half-close', 'half-close', 'cancel', 'read nothing', 'leave open'] as const);
    const ended = read(stream);
    if (end === 'read nothing') stream.pause();
    for (const { bytes } of script) stream.write(bytes);
    if (end === 'half-close') stream.end();
    else if (end === 'leave open') this.#leftOpen.push(stream);
    else await this.#cancel(stream);
    if (end !== 'half-close') return;
    const { code, details, replies } = await ended;
    expect(status[code], details).toBe(status[expected[fault] ?? status.OK]);
    // What grpc-js refuses itself it refuses at once, before the replies that are due.
    const own = code === status.INTERNAL || code === status.RESOURCE_EXHAUSTED;
    if (own) expect(replies.length).toBeLessThanOrEqual(fault);
    else expect(replies).toHaveLength(fault < 0 ? script.length : fault);
    replies.forEach(checkReply);
  }

  /** grpc-js forgets to reset a stream that it is still opening when it is cancelled. */
  async #cancel(stream: Stream): Promise<void> {
    await this.#send({ method: 'GetStats', bytes: Buffer.alloc(0) });
    stream.cancel();
  }

  #harmless(): HostileRequest[] {
    return [...this.#expected.live].slice(0, 2).map(id => this.#requests.detect(id, 'chunk'));
  }
}

function checkReply(bytes: Buffer): void {
  const { probability, framesProcessed } = DetectResponse.decode(bytes);
  expect(probability).toSatisfy((p: number) => p >= 0 && p <= 1);
  expect(framesProcessed).toBeGreaterThanOrEqual(0);
}

function read(stream: Stream): Promise<Answer> {
  const replies: Buffer[] = [];
  stream.on('data', reply => replies.push(reply));
  stream.on('error', () => undefined); // the status says it too
  return new Promise(resolve => stream.on('status', ({ code, details }) => resolve({ code, details, replies })));
}
