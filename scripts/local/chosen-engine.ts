import { Failure } from '../failure.ts';
import { type EngineName, engineNames, engines } from './engines.ts';
import { clusterExists, readState, writeState } from './state.ts';

const FILE = 'engine.json';

/** The engine of the cluster that is there; undefined where there is none. */
export function clusterEngine(): EngineName | undefined {
  const kept = engineNames.find(name => name === readState(FILE));
  return kept ?? (clusterExists() ? engineNames[0] : undefined);
}

/** Keeps the engine for the commands that follow, until `down`. */
export function keepEngine(engine: EngineName): void {
  writeState(FILE, engine);
}

/** The engine to run: as asked for, else the cluster's own, else the default. @throws Failure where it cannot be had */
export function chooseEngine(asked: string | undefined, running: EngineName | undefined): EngineName {
  const engine = asked === undefined ? (running ?? 'argocd') : engineNames.find(name => name === asked);
  if (engine === undefined) {
    throw new Failure(`There is no engine ${asked}.`, { next: `The engines are: ${engineNames.join(', ')}.` });
  }
  if (running === undefined || engine === running) return engine;
  // What one engine has applied stays its own field by field: another would not take away what Git drops.
  throw new Failure(`The local cluster runs ${engines[running].title}; it does not change its engine.`, {
    next: `\`npm run down\`, then \`npm run up -- --engine ${engine}\` begins anew.`,
  });
}
