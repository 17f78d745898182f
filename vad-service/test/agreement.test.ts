import { expect, test } from 'vitest';
import { audio, noisy, randomFrom } from './audio.ts';
import { create, detect, reset as resetSession } from './call.ts';
import { loadOracleModel, Oracle } from './oracle.ts';
import { Service } from './service.ts';

interface Case {
  readonly name: string;
  readonly seed: number;
  readonly settings: { threshold: number; thresholdLow: number; frameWindowThreshold: number };
  readonly gain: number;
  readonly noise: number;
  readonly longestCut: number;
}

const unset = { threshold: 0, thresholdLow: 0, frameWindowThreshold: 0 };
const cases: Case[] = [
  { name: 'as vixio sends it', seed: 1, settings: unset, gain: 1, noise: 0, longestCut: 1024 },
  { name: 'tiny and odd cuts, quiet', seed: 2, settings: unset, gain: 0.1, noise: 40, longestCut: 301 },
  {
    name: "vixio's client's own settings, long cuts",
    seed: 3,
    settings: { threshold: 0.5, thresholdLow: 0.2, frameWindowThreshold: 3 },
    gain: 0.5,
    noise: 600,
    longestCut: 20_000,
  },
  {
    name: 'wide hysteresis under noise',
    seed: 4,
    settings: { threshold: 0.9, thresholdLow: 0.01, frameWindowThreshold: 20 },
    gain: 0.6,
    noise: 2500,
    longestCut: 5000,
  },
];

/** The same audio in random pieces, with a START, END or reset thrown in now and then. */
function* script({ seed, gain, noise, longestCut }: Case) {
  const random = randomFrom(seed);
  const speech = noisy(audio('two-phrases'), gain, noise, random);
  for (let offset = 0; offset < speech.length; ) {
    const end = offset + Math.floor(random() * longestCut);
    const dice = random();
    const event = dice < 0.02 ? 'end' : dice < 0.05 ? 'start' : dice < 0.5 ? 'chunk' : '';
    yield { piece: speech.subarray(offset, end), event, reset: random() < 0.01 };
    offset = end;
  }
}

test('every reply equals that of a plain oracle, whatever the cuts, with sessions side by side', async () => {
  await using service = new Service();
  const vad = await service.vad();
  const model = await loadOracleModel();
  const follow = async (scenario: Case) => {
    const { name, settings } = scenario;
    const oracle = new Oracle(model, settings.threshold, settings.thresholdLow, settings.frameWindowThreshold);
    await create(vad, name, settings);
    const seen: unknown[] = [];
    const expected: unknown[] = [];
    for (const { piece, event, reset } of script(scenario)) {
      if (reset) {
        await resetSession(vad, name);
        oracle.reset();
      }
      seen.push(await detect(vad, name, piece, event));
      expected.push({ ...(await oracle.detect(piece, event)), sessionId: name });
    }
    expect(seen, name).toEqual(expected);
    return (seen as { hasVoice: boolean }[]).map(reply => reply.hasVoice);
  };
  const decisions = await Promise.all(cases.map(follow));
  for (const [i, voices] of decisions.entries()) {
    expect(new Set(voices), `${cases[i]?.name}: speech and silence both occur`).toEqual(new Set([true, false]));
  }
});
