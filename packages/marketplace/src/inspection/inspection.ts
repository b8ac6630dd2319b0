import type { ScriptPermissions, TrustTier } from '@cdev/added-script';
import type { KnownVulnerabilities } from './find-known.ts';
import type { Ownership } from './ownership.ts';
import type { SimilarName } from './similar-name.ts';
import type { Provenance } from './provenance-of.ts';
import type { StartTrial } from './try-start.ts';

/** What has to be accepted by its name; a general yes does not cover it. */
export const riskNames = ['similar-name', 'owner-changed', 'more-permissions', 'vulnerable', 'provenance'] as const;
export type RiskName = (typeof riskNames)[number];

export interface Risk {
  readonly name: RiskName;
  readonly text: string;
}

/** Everything that is known of one version of a script before it is added. Texts from outside have no control characters. */
export interface Inspection {
  /** `cdev <script>` would start it. */
  readonly script: string;
  readonly package: string;
  readonly version: string;
  readonly description: string;
  readonly registry: string;
  readonly integrity: string;
  readonly trust: { readonly tier: TrustTier; readonly reason: string };
  readonly ownership: Ownership;
  readonly repository: string | undefined;
  /** ISO times; undefined where the registry does not tell. */
  readonly published: string | undefined;
  readonly firstPublished: string | undefined;
  readonly versions: number;
  readonly newest: string | undefined;
  readonly deprecated: string | undefined;
  readonly signature: { readonly status: 'valid' | 'none' | 'bad' | 'not-run'; readonly detail: string };
  /** One that is bad is refused. */
  readonly provenance: Provenance;
  /** Undefined when it says nothing: it may do anything then. */
  readonly permissions: ScriptPermissions | undefined;
  /** Environment variables that it reads, with what for. */
  readonly env: Readonly<Record<string, string>>;
  readonly installScripts: readonly string[];
  readonly size: { readonly packed: number; readonly unpacked: number; readonly files: number };
  readonly dependencies: {
    /** Packages that come along. */
    readonly count: number;
    /** Bytes unpacked, of those whose size the registry tells. */
    readonly size: number;
    readonly withoutSize: number;
    readonly deprecated: readonly string[];
  };
  readonly vulnerabilities: KnownVulnerabilities;
  readonly similarTo: SimilarName | undefined;
  /** Undefined unless it was asked for: it means running the script. */
  readonly trial: StartTrial | undefined;
  readonly risks: readonly Risk[];
}
