import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defaultImage, type Settings } from './settings.ts';

/** Something that only the owner can do. */
export interface Step {
  readonly what: string;
  /** Commands as they are typed; none where it is done on a page, which `what` names. */
  readonly commands: readonly string[];
}

/** What GitHub takes to limit an environment to branches that are named. */
export const onlyNamedBranches = {
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
} as const;

/** What is left after the files are written, in its order. Commands are for the repository's root. */
export function stepsLeft(root: string, settings: Settings): Step[] {
  const environments = readdirSync(join(root, 'kustomize/clusters')).toSorted().toReversed();
  return [
    {
      what: 'Look at what was written, and commit it.',
      commands: ['git diff', "git add --all && git commit --message 'Make the repository ours'"],
    },
    ...reviewers(settings),
    ...variables(settings),
    ...environments.flatMap(withOperations).map(environment => githubEnvironment(settings, environment)),
    {
      what: `Let people approve the promotion: https://github.com/${repo(settings)}/settings/environments → production → Required reviewers.`,
      commands: [],
    },
    ...environments.map(environment => cluster(root, settings, environment)),
    ...environments.map(environment => access(settings, environment)),
    pullSecret(settings),
    pusher(settings, environments),
    {
      what: 'Let workflows open pull requests: one takes a fault of the manifests back, or proposes a release.',
      commands: [
        `gh api --method PUT repos/${repo(settings)}/actions/permissions/workflow -f default_workflow_permissions=read -F can_approve_pull_request_reviews=true`,
      ],
    },
    {
      what: 'Push to main. This first run releases for the first time, so there is nothing yet to roll back to if it fails.',
      commands: [`git push https://github.com/${repo(settings)}.git HEAD:main`],
    },
    {
      what: 'When that run is green, and ci-ok has passed on a pull request, protect main and the release tags.',
      commands: ['main', 'tags'].map(
        name => `gh api --method POST repos/${repo(settings)}/rulesets --input .github/rulesets/${name}.json`,
      ),
    },
  ];
}

/** The steps as a person reads them. */
export function describeSteps(steps: readonly Step[]): string {
  return steps
    .map(({ what, commands }, at) => [`${at + 1}. ${what}`, ...commands.map(command => `     ${command}`)].join('\n'))
    .join('\n');
}

// Drift is looked for, and production is operated, in an environment without reviewers beside that of the deployments (docs/operations.md).
const withOperations = (environment: string) => [environment, `${environment}-ops`];

const repo = ({ owner, name }: Settings) => `${owner}/${name}`;

function reviewers({ owner, owners }: Settings): Step[] {
  const what = `CODEOWNERS names @${owner}. Where that is an organization, GitHub ignores it: commit, then run this again with --owners @${owner}/TEAM.`;
  return owners.includes(`@${owner}`) ? [{ what, commands: [] }] : [];
}

function variables(settings: Settings): Step[] {
  const flux = { what: 'Name the engine.', commands: [`gh variable set ENGINE --repo ${repo(settings)} --body flux`] };
  return settings.engine === 'flux' ? [flux] : [];
}

function githubEnvironment(settings: Settings, environment: string): Step {
  const path = `repos/${repo(settings)}/environments/${environment}`;
  return {
    what: `Make the environment ${environment} on GitHub, limited to main, so that no other branch gets its secrets.`,
    commands: [
      `echo '${JSON.stringify(onlyNamedBranches)}' | gh api --method PUT ${path} --input -`,
      `gh api --method POST ${path}/deployment-branch-policies --raw-field name=main`,
    ],
  };
}

function cluster(root: string, { engine }: Settings, environment: string): Step {
  const folders = [engine, 'rbac'].map(part => `kustomize/clusters/${environment}/${part}`);
  const there = folders.filter(folder => existsSync(join(root, folder)));
  const name = engine === 'flux' ? 'Flux' : 'Argo CD';
  return {
    what: `In the cluster of ${environment}, where ${name} runs: say what is pulled, and what the workflow may read. The pods wait for an image until the first release.`,
    commands: there.map(folder => `kubectl apply --server-side --kustomize ${folder}`),
  };
}

function access(settings: Settings, environment: string): Step {
  return {
    what: `Let the workflow reach the cluster of ${environment} (kustomize/README.md makes the kubeconfig; .github/actions/cluster-access/README.md has EKS, GKE, AKS and OIDC).`,
    commands: withOperations(environment).map(
      name => `gh secret set KUBECONFIG --repo ${repo(settings)} --env ${name} < ${environment}.kubeconfig`,
    ),
  };
}

function pullSecret({ owner, name, image }: Settings): Step {
  if (image !== defaultImage(owner, name) && !image.startsWith('ghcr.io/')) {
    return {
      what: `Let the workflow push to ${image}, and the clusters pull from it (kustomize/components/pull-secret).`,
      commands: [
        `gh variable set REGISTRY_USERNAME --repo ${owner}/${name}`,
        `gh secret set REGISTRY_PASSWORD --repo ${owner}/${name}`,
      ],
    };
  }
  return {
    what: 'Packages on ghcr.io start private: after the first build make the package public, or give the clusters a pull secret (kustomize/components/pull-secret).',
    commands: [],
  };
}

function pusher(settings: Settings, environments: readonly string[]): Step {
  const { appId } = settings;
  if (appId === undefined)
    return {
      what: 'main.json lets nobody bypass main, so that releases could not be pushed once it is protected: make a GitHub App with contents: write and pull-requests: write, install it, commit, then run this again with --app-id (docs/getting-started.md, "A protected main").',
      commands: [],
    };
  return {
    what: `The App ${appId} may push releases to main: install it on the repository with contents: write and pull-requests: write, and let the workflow use it (docs/getting-started.md, "A protected main").`,
    commands: [
      `gh variable set APP_ID --repo ${repo(settings)} --body ${appId}`,
      ...[...environments, 'production-ops'].map(
        name => `gh secret set APP_PRIVATE_KEY --repo ${repo(settings)} --env ${name} < app.private-key.pem`,
      ),
    ],
  };
}
