/** An attestation as GitHub lists it: a Sigstore bundle whose statement names a digest (`sha256:…`) as its subject. */
export function attestation(digest: string, predicate = 'provenance'): Record<string, unknown> {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'ghcr.io/octo-org/vad-service', digest: { sha256: digest.replace('sha256:', '') } }],
    predicateType:
      predicate === 'provenance' ? 'https://slsa.dev/provenance/v1' : `https://example.invalid/${predicate}`,
    predicate: {},
  };
  const payload = Buffer.from(JSON.stringify(statement)).toString('base64');
  const dsseEnvelope = { payload, payloadType: 'application/vnd.in-toto+json', signatures: [] };
  const mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
  return { bundle: { mediaType, verificationMaterial: {}, dsseEnvelope }, repository_id: 1 };
}
