import { type ChannelCredentials, type ChannelOptions, credentials } from '@grpc/grpc-js';

/** How the service is spoken to. Files' contents, PEM. */
export type GrpcAccess =
  | { readonly kind: 'plaintext' }
  | {
      readonly kind: 'tls';
      /** Whom to trust; undefined trusts what Node does. */
      readonly ca: Buffer | undefined;
      /** A certificate of ours and its key, where the service asks for one. */
      readonly client: { readonly certificate: Buffer; readonly key: Buffer } | undefined;
      /** The name that the certificate must hold; '' looks at none, since a port-forward has led to the pod by its identity. */
      readonly serverName: string;
      /** Takes any certificate. */
      readonly isInsecure: boolean;
    };

export const plaintext: GrpcAccess = { kind: 'plaintext' };

/** Credentials and options of a channel. */
export function grpcChannel(access: GrpcAccess): { credentials: ChannelCredentials; options: ChannelOptions } {
  if (access.kind === 'plaintext') return { credentials: credentials.createInsecure(), options: {} };
  const { ca, client, serverName, isInsecure } = access;
  const verify = {
    rejectUnauthorized: !isInsecure,
    ...(serverName === '' ? { checkServerIdentity: () => undefined } : {}),
  };
  return {
    credentials: credentials.createSsl(ca ?? null, client?.key ?? null, client?.certificate ?? null, verify),
    options: serverName === '' ? {} : { 'grpc.ssl_target_name_override': serverName },
  };
}
