/** What the certificate of a signature says of the build; who signs cannot choose it. */
export interface BuildIdentity {
  /** The address of the repository that was built. */
  readonly repository: string | undefined;
  readonly commit: string | undefined;
  /** The workflow that was started: `https://github.com/acme/app/.github/workflows/release.yml@refs/heads/main`. */
  readonly workflow: string | undefined;
}

/** As sigstore's library gives it. */
export interface CertificateIdentity {
  readonly oids?: readonly { readonly oid: { readonly id: readonly number[] } | undefined; readonly value: Buffer }[];
  readonly subjectAlternativeName?: string;
}

/** Fulcio's extensions 1.3.6.1.4.1.57264.1.12, .13 and .18: source repository, its digest, and build config (fulcio/docs/oid-info.md). */
export function buildIdentity({ oids = [], subjectAlternativeName }: CertificateIdentity): BuildIdentity {
  const text = (last: number): string | undefined => {
    const id = `1.3.6.1.4.1.57264.1.${last}`;
    const value = oids.find(({ oid }) => oid?.id.join('.') === id)?.value;
    return value && derText(value);
  };
  const signer = subjectAlternativeName && /^https:\/\/[^/]+\/[^/]+\/[^/]+/.exec(subjectAlternativeName)?.[0];
  return { repository: text(12) ?? (signer || undefined), commit: text(13), workflow: text(18) };
}

/** The text of a DER UTF8String. */
function derText(der: Buffer): string | undefined {
  if (der[0] !== 0x0c) return undefined;
  const length = der[1] ?? 0;
  return der.subarray(length < 0x80 ? 2 : 2 + (length & 0x7f)).toString('utf8');
}
