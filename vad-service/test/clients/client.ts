import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Program } from './prepare.ts';

const DEADLINE_MS = 30_000;

/** A reply to a Detect, as every client program tells it. */
export interface Reply {
  readonly hasVoice: boolean;
  readonly isSpeaking: boolean;
  readonly framesProcessed: number;
  readonly probability: number;
  readonly speechEvents: readonly { readonly type: string; readonly sampleIndex: number }[];
}

export type Answer<T = unknown> =
  | { readonly answered: T }
  | { readonly failed: { readonly code: number; readonly details: string } };

/** A client program of some language, which does what it is asked by its library and docs/api.md's snippet. */
export class Client {
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #stdout: Interface;
  readonly #lines: AsyncIterator<string>;
  #stderr = '';

  constructor({ command, args, cwd }: Program, address: string, wav: string) {
    this.#process = spawn(command, [...args, address, wav], { cwd, stdio: 'pipe' });
    this.#exited = once(this.#process, 'close');
    this.#process.stderr?.on('data', data => {
      this.#stderr += data;
    });
    this.#stdout = createInterface(this.#process.stdout as NodeJS.ReadableStream);
    this.#lines = this.#stdout[Symbol.asyncIterator]();
  }

  /** Asks and waits for an answer that is no failure. */
  async answerTo<T = unknown>(task: string, question: Record<string, unknown>): Promise<T> {
    const answer = await this.ask<T>(task, question);
    if ('answered' in answer) return answer.answered;
    throw new Error(`${task}: ${JSON.stringify(answer.failed)}`);
  }

  /** Asks and waits for the answer. */
  async ask<T = unknown>(task: string, question: Record<string, unknown>): Promise<Answer<T>> {
    return await (await this.begin<T>(task, question)).answer;
  }

  /** Asks and waits until it is being worked on. */
  async begin<T = unknown>(task: string, question: Record<string, unknown>): Promise<{ answer: Promise<Answer<T>> }> {
    this.#process.stdin?.write(`${JSON.stringify({ task, ...question })}\n`);
    await this.#line();
    return { answer: this.#line() as Promise<Answer<T>> };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exited;
    this.#stdout.close();
  }

  async #line(): Promise<unknown> {
    const late = AbortSignal.timeout(DEADLINE_MS);
    const next = await Promise.race([this.#lines.next(), once(late, 'abort')]);
    if (!Array.isArray(next) && !next.done) return JSON.parse(next.value);
    throw new Error(late.aborted ? `no answer in ${DEADLINE_MS} ms ${this.#stderr}` : `it ended: ${this.#stderr}`);
  }
}
