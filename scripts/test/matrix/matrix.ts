import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Release } from '../../../actions/toolkit/release-file.ts';
import { columns } from '../../columns.ts';
import type { EngineName } from '../../local/engines.ts';
import { describeRow, rowHeadings } from '../../matrix/describe-row.ts';
import { type Measurement, toSeconds } from '../../matrix/row.ts';
import type { Images } from './cases.ts';
import { faultCases } from './catalogue.ts';
import { type Ground, openGround } from './ground.ts';
import { deriveImage, type Fault } from './images.ts';
import { makeFault, recover } from './make-fault.ts';
import type { Recorder } from './recorder.ts';
import { type RolloutSeries, rolloutSeries } from './rollout-series.ts';

const faults: readonly string[] = ['exits-at-boot', 'exits-later', 'eats-memory', 'hears-nothing', 'never-serves'];
const isFault = (name: string): name is Fault => faults.includes(name);

/** The selected faults, made for real where one engine syncs, one after the other; then good rollouts, none of which may fail. */
export function matrix(engine: EngineName, selected: readonly string[], recorder: Recorder): void {
  const isSelected = ({ id }: { readonly id: string }) => selected.includes(id);
  const [cases, series] = [faultCases.filter(isSelected), rolloutSeries.filter(isSelected)];
  let ground: Ground;
  const made = new Map<string, Promise<Release>>();
  const images: Images = name => {
    const image = made.get(name) ?? deriveImage(ground.good, name, isFault(name) ? name : undefined);
    made.set(name, image);
    return image;
  };
  const record = async (id: string, signal: AbortSignal, measure: () => Promise<Measurement>) => {
    recorder.start(id);
    const measurement = await measure();
    // A test that has timed out goes on, and must not count.
    signal.throwIfAborted();
    // At once: a run that is cut off has still shown what it measured.
    console.log(`${engine}: ${describeRow(recorder.pass(id, measurement)).join(' | ')}`);
  };

  beforeAll(async () => {
    ground = await openGround(engine);
  });
  afterAll(async () => {
    const rows = recorder.rows.filter(({ id }) => [...cases, ...series].some(one => one.id === id));
    console.log(`\n${engine}\n${columns([rowHeadings, ...rows.map(describeRow)])}`);
    await ground?.stage.repository.remove();
  });

  describe(engine, () => {
    it.for(cases)('$id: $expected', (one, { signal }) => record(one.id, signal, () => makeFault(ground, one, images)));

    it.for(series)('$id: $expected', { timeout: 40 * 60_000 }, (one, { signal }) =>
      record(one.id, signal, () => rollOutSeries(ground, one, images)),
    );
  });
}

async function rollOutSeries(ground: Ground, series: RolloutSeries, images: Images): Promise<Measurement> {
  await recover(ground);
  const undo = await series.arrange?.();
  try {
    return await rollOut(ground, series, images);
  } finally {
    await undo?.();
  }
}

/** Rolls good images out, one after the other, and measures how long each verdict takes. */
async function rollOut(ground: Ground, { rollouts, disturb }: RolloutSeries, images: Images): Promise<Measurement> {
  const times: number[] = [];
  for (let rollout = 1; rollout <= rollouts; rollout++) {
    // Six images in turn: some ReplicaSets are new, some are there already, some were cleaned up.
    const release = await images(`good-${(rollout % 6) + 1}`);
    const revision = await ground.pin(release);
    const began = Date.now();
    const verified = ground.verify(revision, release.digest).then(ended => {
      times.push(toSeconds(Date.now() - began));
      return ended;
    });
    const [{ outputs, stdout }] = await Promise.all([verified, disturb?.(ground, rollout)]);
    expect(outputs.outcome, `rollout ${rollout}: ${stdout}`).toBe('verified');
  }
  return { verdict: 'verified', wholeSeconds: { least: Math.min(...times), most: Math.max(...times) } };
}
