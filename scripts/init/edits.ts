import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOwners } from './code-owners.ts';
import { withImageDefault } from './image-default.ts';
import { withRepository } from './repository-address.ts';
import { rulesets } from './rulesets.ts';
import { repositoryUrl, type Settings } from './settings.ts';

/** A file as it has to be. */
export interface Edit {
  readonly file: string;
  readonly text: string;
}

/** What the settings change in a checkout: the files that differ from what they should be, in the order of their names. */
export function ownerEdits(root: string, settings: Settings): Edit[] {
  const read = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');
  const engines = globSync('kustomize/clusters/*/{argocd,flux}/*.yaml', { cwd: root });
  const withImage = ['deploy', 'rollback'].map(name => `.github/workflows/${name}.yaml`);
  const wanted: Edit[] = [
    ...engines.map(file => ({ file, text: withRepository(read(file), repositoryUrl(settings)) })),
    ...withImage.map(file => ({ file, text: withImageDefault(read(file), settings) })),
    { file: '.github/CODEOWNERS', text: codeOwners(settings.owners) },
    ...Object.entries(rulesets(settings.appId)).map(([name, ruleset]) => ({
      file: `.github/rulesets/${name}`,
      text: `${JSON.stringify(ruleset, null, 2)}\n`,
    })),
  ];
  return wanted.filter(({ file, text }) => read(file) !== text).toSorted((a, b) => (a.file < b.file ? -1 : 1));
}
