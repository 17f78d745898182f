import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { FakeInference, UNWATCHED } from '../test/fake-inference.ts';
import { Batch, type Member } from './batch.ts';
import { inputSamples, type SampleRate, STATE_LENGTH } from './inference.ts';

/** A session that has so many frames; each holds its name. */
class Voice implements Member {
  readonly sampleRate: SampleRate;
  readonly state = new Float32Array(STATE_LENGTH);
  readonly probabilities: number[] = [];
  readonly errors: Error[] = [];
  /** Resolves when all frames are heard. */
  readonly done: Promise<void>;
  readonly #end = Promise.withResolvers<void>();
  readonly #name: number;
  readonly #batch: Batch;
  #left: number;

  constructor(batch: Batch, name: number, frames = 1, sampleRate: SampleRate = 16_000) {
    this.sampleRate = sampleRate;
    this.#batch = batch;
    this.#name = name;
    this.#left = frames;
    this.done = this.#end.promise;
    batch.add(this);
  }

  fill(input: Float32Array, at: number): void {
    input.fill(this.#name, at, at + inputSamples(this.sampleRate));
  }

  heard(probability: number): void {
    this.probabilities.push(probability);
    this.#left -= 1;
    if (this.#left > 0) this.#batch.add(this);
    else this.#end.resolve();
  }

  failed(error: Error): void {
    this.errors.push(error);
  }
}

const voices = (batch: Batch, from: number, count: number, rate: SampleRate = 16_000) =>
  Array.from({ length: count }, (_, i) => new Voice(batch, from + i, 1, rate));
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

/** Each run waits to be let go; `release` lets one go and waits until what follows from it has happened. */
function gated() {
  const gates: PromiseWithResolvers<void>[] = [];
  const inference = new FakeInference(undefined, () => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    return gate.promise;
  });
  const settled = async () => {
    await nextTurn();
    await nextTurn();
  };
  const release = async (error?: Error) => {
    const gate = gates.shift();
    if (error) gate?.reject(error);
    else gate?.resolve();
    await settled();
  };
  return { inference, release, settled, ran: () => inference.runs.map(run => run.newestSamples) };
}

test('frames that come in one turn run together; those that come during the run wait for the next', async () => {
  const { inference, release, settled, ran } = gated();
  const batch = new Batch(inference, UNWATCHED);
  voices(batch, 1, 3);
  await settled();
  voices(batch, 4, 2);
  expect(ran()).toEqual([[1, 2, 3]]);
  await release();
  expect(ran()).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
  await release();
  new Voice(batch, 6);
  await settled();
  expect(ran()).toEqual([[1, 2, 3], [4, 5], [6]]);
});

test('at most 32 frames run together, first come, first served', async () => {
  const inference = new FakeInference();
  const all = voices(new Batch(inference, UNWATCHED), 0, 70);
  await Promise.all(all.map(voice => voice.done));
  expect(inference.runs.map(run => run.newestSamples)).toEqual([numbers(0, 32), numbers(32, 32), numbers(64, 6)]);
});

test('rates never share a run, and the frame that has waited longest goes first', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { inference, release, settled } = gated();
  const batch = new Batch(inference, UNWATCHED);
  const later = (...made: unknown[]) => vi.advanceTimersByTime(made.length);
  later(voices(batch, 0, 33, 8000));
  later(voices(batch, 100, 2));
  later(voices(batch, 200, 1, 8000));
  await settled();
  later(voices(batch, 300, 1));
  for (let run = 0; run < 4; run++) await release();
  expect(inference.runs.map(({ rate, newestSamples }) => [rate, ...newestSamples])).toEqual([
    [8000, ...numbers(0, 32)],
    [8000, 32, 200],
    [16000, 100, 101, 300],
  ]);
});

test('a session with more frames goes to the end of the line, so that others are not starved', async () => {
  const { inference, release, settled, ran } = gated();
  const batch = new Batch(inference, UNWATCHED);
  new Voice(batch, 1, 3);
  await settled();
  voices(batch, 100, 32);
  for (let run = 0; run < 4; run++) await release();
  expect(ran()).toEqual([[1], numbers(100, 32), [1], [1]]);
});

test("each member's state is its own, layer by layer", async () => {
  const { inference, release, settled } = gated();
  const batch = new Batch(inference, UNWATCHED);
  const [two, one] = [new Voice(batch, 0.25, 2), new Voice(batch, 0.5, 1)];
  two.state.fill(7);
  await settled();
  await release();
  await release();
  expect([two.state[0], two.state[128]]).toEqual([9, 7.5]);
  expect([one.state[0], one.state[128]]).toEqual([1, 0.5]);
  expect([two.probabilities, one.probabilities]).toEqual([[0.25, 0.25], [0.5]]);
});

test('a failed run is told to its members alone, whose state stays; the next run goes on', async () => {
  const { inference, release, settled } = gated();
  const batch = new Batch(inference, UNWATCHED);
  const unlucky = [...voices(batch, 1, 2)];
  const waiting = voices(batch, 3, 1, 8000);
  await settled();
  const lucky = voices(batch, 4, 1);
  const error = new Error('out of memory');
  await release(error);
  for (let run = 0; run < 2; run++) await release();
  for (const voice of unlucky) {
    expect(voice).toMatchObject({ errors: [error], probabilities: [] });
    expect(voice.state).toEqual(new Float32Array(STATE_LENGTH));
  }
  for (const voice of [...waiting, ...lucky])
    expect(voice).toMatchObject({ errors: [], probabilities: [expect.any(Number)] });
});

test('tells how long the head of the line waits, and of each run and each wait', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { inference, release, settled } = gated();
  const ran: number[][] = [];
  const waited: number[] = [];
  const batch = new Batch(inference, {
    ran: (frames, seconds) => void ran.push([frames, seconds]),
    waited: seconds => void waited.push(seconds),
  });
  expect(batch.waitMs).toBe(0);
  voices(batch, 1, 2);
  await settled();
  voices(batch, 3, 1, 8000);
  vi.advanceTimersByTime(30);
  voices(batch, 4, 1);
  vi.advanceTimersByTime(20);
  expect(batch.waitMs).toBe(50);
  await release();
  expect(batch.waitMs).toBe(20);
  await release();
  await release();
  expect(batch.waitMs).toBe(0);
  expect(ran).toEqual([
    [2, 0.05],
    [1, 0],
    [1, 0],
  ]);
  expect(waited).toEqual([0, 0, 0.05, 0.02]);
});

test('whoever comes whenever: each frame runs once, in order of arrival at its rate, with at most 32 of one rate', async () => {
  const rates = fc.constantFrom<SampleRate[]>(8000, 16_000);
  const arrivals = fc.array(fc.record({ rate: rates, frames: fc.integer({ min: 1, max: 4 }), turns: fc.nat(2) }), {
    maxLength: 120,
    size: 'max',
  });
  await fc.assert(
    fc.asyncProperty(arrivals, fc.nat(3), async (script, runTurns) => {
      const inference = new FakeInference(undefined, async () => {
        for (let turn = 0; turn < runTurns; turn++) await nextTurn();
      });
      const batch = new Batch(inference, UNWATCHED);
      const all: Voice[] = [];
      for (const { rate, frames, turns } of script) {
        all.push(new Voice(batch, all.length, frames, rate));
        if (turns === 2) await nextTurn();
      }
      await Promise.all(all.map(voice => voice.done));
      const left = script.map(({ frames }) => frames);
      for (const { rate, newestSamples } of inference.runs) {
        expect(newestSamples.length).toBeLessThanOrEqual(32);
        expect(new Set(newestSamples).size).toBe(newestSamples.length);
        for (const name of newestSamples) {
          expect(script[name]?.rate).toBe(rate);
          left[name] = (left[name] as number) - 1;
        }
      }
      expect(left).toEqual(script.map(() => 0));
      const firstRuns = new Set(inference.runs.filter(run => run.rate === 8000).flatMap(run => run.newestSamples));
      expect([...firstRuns]).toEqual([...firstRuns].toSorted((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});

/** A batch that gathers for an hour, its first run behind it. */
async function gatheringBatch(inference = new FakeInference()) {
  const batch = new Batch(inference, UNWATCHED, 3_600_000);
  await new Voice(batch, 0).done;
  return { batch, ran: () => inference.runs.slice(1).map(run => run.newestSamples) };
}

test('while it gathers, frames wait, until a run of them is full', async () => {
  const { batch, ran } = await gatheringBatch();
  voices(batch, 1, 31);
  await nextTurn();
  await nextTurn();
  expect(ran()).toEqual([]);
  await new Voice(batch, 32).done;
  expect(ran()).toEqual([numbers(1, 32)]);
});

test('the rest of a long Detect waits for nothing, and takes along whoever waits', async () => {
  const inference = new FakeInference();
  const batch = new Batch(inference, UNWATCHED, 3_600_000);
  const long = new Voice(batch, 1, 4);
  const short = nextTurn().then(() => new Voice(batch, 2).done);
  await Promise.all([long.done, short]);
  expect(long.probabilities).toHaveLength(4);
});

test('a queue that is more than full runs at once, again and again', async () => {
  const { batch, ran } = await gatheringBatch();
  await Promise.all(voices(batch, 1, 96).map(voice => voice.done));
  expect(ran()).toEqual([numbers(1, 32), numbers(33, 32), numbers(65, 32)]);
});

test('neither of two long Detects at different rates waits for the other', async () => {
  const batch = new Batch(new FakeInference(), UNWATCHED, 3_600_000);
  const long = [new Voice(batch, 1, 9), new Voice(batch, 2, 5, 8000)];
  await Promise.all(long.map(voice => voice.done));
  expect(long.map(voice => voice.probabilities.length)).toEqual([9, 5]);
});

test('what gathers is not counted as waiting', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { batch } = await gatheringBatch();
  new Voice(batch, 1);
  vi.advanceTimersByTime(3_600_000);
  expect(batch.waitMs).toBe(0);
  vi.advanceTimersByTime(7);
  expect(batch.waitMs).toBe(7);
});

test('a run that fails with something else than an Error fails its frames', async () => {
  const batch = new Batch(new FakeInference(undefined, () => Promise.reject('why')), UNWATCHED);
  const voice = new Voice(batch, 1);
  await vi.waitFor(() => expect(voice.errors).toEqual([new Error('why')]));
});
