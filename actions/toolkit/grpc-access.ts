import { isIP } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
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

// grpc-js names the address it calls where it is given no name, and an IP address is no server name (RFC 6066, Node's DEP0123).
const noName = 'localhost';

/** Credentials and options of a channel. */
export function grpcChannel(access: GrpcAccess): { credentials: ChannelCredentials; options: ChannelOptions } {
  if (access.kind === 'plaintext') return { credentials: credentials.createInsecure(), options: {} };
  const { ca, client, serverName, isInsecure } = access;
  const verify = {
    rejectUnauthorized: !isInsecure,
    checkServerIdentity: (_: string, certificate: PeerCertificate) =>
      serverName === '' ? undefined : checkServerIdentity(serverName, certificate),
  };
  const sent = serverName === '' || isIP(serverName) ? noName : serverName;
  return {
    credentials: credentials.createSsl(ca ?? null, client?.key ?? null, client?.certificate ?? null, verify),
    options: { 'grpc.ssl_target_name_override': sent },
  };
}
