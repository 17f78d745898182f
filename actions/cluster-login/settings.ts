import { InputReader } from '../toolkit/input.ts';

const fields = {
  oidc: ['server', 'ca', 'audience'],
  eks: ['cluster', 'region', 'role'],
  gke: ['cluster', 'location', 'project', 'provider', 'service-account'],
  aks: ['cluster', 'resource-group', 'subscription', 'tenant', 'client'],
} as const;

type Kind = keyof typeof fields;

/** Which cluster, and how its cloud is asked; one member for each kind. */
export type ClusterSettings = {
  [K in Kind]: { readonly kind: K } & Readonly<Record<(typeof fields)[K][number], string>>;
}[Kind];

const form: Readonly<Record<string, RegExp>> = {
  server: /^https:\/\/[^\s/]+(\/\S*)?$/,
  ca: /^[A-Za-z0-9+/]+={0,2}$/,
  role: /^arn:[\w-]+:iam::\d{12}:role\/\S+$/,
  provider: /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[\w-]+\/providers\/[\w-]+$/,
  'service-account': /^[^@\s]+@[^@\s]+$/,
  tenant: /^[0-9a-f-]{36}$/i,
  client: /^[0-9a-f-]{36}$/i,
  subscription: /^[0-9a-f-]{36}$/i,
};

// A leading dash would be taken for an option by the clouds' commands, and `@` for a file.
const plain = /^[A-Za-z0-9][\w.:/-]*$/;

/** Reads the input `cluster`; throws `input-invalid` with every fault. */
export function readSettings(read = new InputReader()): ClusterSettings {
  const given = new Map(read.pairs('cluster').map(line => split(line)));
  const kind = given.get('kind') ?? '';
  if (!isKind(kind)) {
    read.fault('cluster', `needs kind=${Object.keys(fields).join(', ')}, not '${kind}'`);
    read.done();
  }
  const wanted: readonly string[] = fields[kind as Kind];
  for (const name of wanted) {
    const value = given.get(name) ?? '';
    if (value === '') read.fault('cluster', `of kind ${kind} needs a line ${name}=…`);
    else if (!(form[name] ?? plain).test(value))
      read.fault('cluster', `has ${name}='${value}', which is not of its form`);
  }
  for (const name of given.keys())
    if (name !== 'kind' && !wanted.includes(name)) read.fault('cluster', `of kind ${kind} knows no ${name}`);
  read.done();
  return Object.fromEntries(given) as ClusterSettings;
}

function split(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1).trim()];
}

function isKind(text: string): text is Kind {
  return Object.hasOwn(fields, text);
}
