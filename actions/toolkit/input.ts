import * as core from '@actions/core';
import { ActionError } from './errors.ts';
import { parseDuration } from './poll.ts';

type Source = (name: string) => string;

/** Reads a step's inputs and gathers every fault, so that a person mends them all in one go. */
export class InputReader {
  readonly #faults: string[] = [];
  readonly #source: Source;

  constructor(source: Source = name => core.getInput(name)) {
    this.#source = source;
  }

  /** A text; '' where it was not given. */
  optional(name: string): string {
    return this.#source(name).trim();
  }

  /** A text that must be given, or else `fallback`. */
  required(name: string, fallback = ''): string {
    const value = this.optional(name) || fallback;
    if (value === '') this.fault(name, 'is required');
    return value;
  }

  /** A text that must be given and pass `test`. */
  matching(name: string, test: (value: string) => boolean, expected: string, fallback = ''): string {
    const value = this.required(name, fallback);
    if (value !== '' && !test(value)) this.fault(name, `must be ${expected}, not '${value}'`);
    return value;
  }

  /** One of some words; the first is the default. */
  oneOf<const T extends string>(name: string, words: readonly [T, ...T[]]): T {
    const value = this.optional(name) || words[0];
    const word = words.find(candidate => candidate === value);
    if (word === undefined) this.fault(name, `must be ${words.join(' or ')}, not '${value}'`);
    return word ?? words[0];
  }

  /** `true` or `false`, nothing else. */
  flag(name: string): boolean {
    return this.oneOf(name, ['false', 'true']) === 'true';
  }

  /** A whole number from 1 to `most`. */
  count(name: string, fallback: number, most: number): number {
    const text = this.optional(name) || String(fallback);
    const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > most) this.fault(name, `must be a whole number from 1 to ${most}, not '${text}'`);
    return value;
  }

  /** Lines that are not empty. */
  lines(name: string): readonly string[] {
    return this.#source(name)
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '');
  }

  /** Lines of the form NAME=VALUE. */
  pairs(name: string): readonly string[] {
    const lines = this.lines(name);
    for (const line of lines) if (!/^[^=\s]+=/.test(line)) this.fault(name, `has a line without NAME=: '${line}'`);
    return lines;
  }

  /** Words between commas, spaces or lines. */
  words(name: string): readonly string[] {
    return this.#source(name)
      .split(/[\s,]+/)
      .filter(word => word !== '');
  }

  /** A duration such as 10m, in milliseconds. */
  duration(name: string, fallback: string): number {
    const text = this.optional(name) || fallback;
    const ms = parseDuration(text);
    if (ms === undefined) this.fault(name, `must be a duration such as 90s or 10m, not '${text}'`);
    return ms ?? 0;
  }

  fault(name: string, what: string): void {
    this.#faults.push(`${name} ${what}`);
  }

  /** Throws `input-invalid` with every fault, if there is one. */
  done(): void {
    if (this.#faults.length === 0) return;
    throw new ActionError('input-invalid', `Invalid inputs:\n${this.#faults.map(fault => `- ${fault}`).join('\n')}`);
  }
}

/** Whether a text can be an environment's name, and so a folder of kustomize/overlays. */
export function isEnvironment(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text);
}

/** Whether a text can be a branch's name. */
export function isBranch(text: string): boolean {
  return /^\w[\w./-]*$/.test(text) && !text.includes('..');
}

/** Whether a text is a full commit id. */
export function isCommit(text: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** Whether a text can be an image's tag. */
export function isTag(text: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(text);
}

/** Hides a value in every log line from here on. */
export function mask(secret: string): void {
  if (secret !== '') core.setSecret(secret);
}
