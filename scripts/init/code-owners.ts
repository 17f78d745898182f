/** What decides who may deploy what: only these need an owner's approval, so that everyday work does not wait for one. */
const guarded = [
  [
    'What runs in each environment. Only actions write it; a person who does needs a second one.',
    '/kustomize/overlays/*/release/',
  ],
  ['Who pulls what into a cluster, with which rights.', '/kustomize/clusters/'],
  ['What runs with tokens and credentials.', '/.github/'],
  ['What GitHub runs of the actions: bundles that no one reads line by line.', '/actions/dist/'],
] as const;

/** The text of .github/CODEOWNERS. */
export function codeOwners(owners: readonly string[]): string {
  const lines = guarded.map(([why, path]) => `# ${why}\n${path} ${owners.join(' ')}\n`);
  return `# Written by npm run init. GitHub asks these for their approval where a ruleset requires it (.github/rulesets).\n\n${lines.join('\n')}`;
}
