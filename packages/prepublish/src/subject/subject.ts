import type { Repository, StatusEntry } from '@cdev/git';
import type { PackageTarball } from '@cdev/package-tarball';
import type { PackageManifest, PackageWorkspace, WorkspaceMember } from '@cdev/package-workspace';
import type { Packument, PublishedManifest, Registry } from '@cdev/package-registry';
import type { EntryPoint } from '../modules/entry-points.ts';
import type { PackedModules } from '../modules/packed-modules.ts';
import type { NotRun } from '../rule/rule.ts';
import type { RebuildRun } from '../rebuild/rebuild-run.ts';
import type { InstalledFacts } from './installed-facts.ts';

/** What all rules look at: the tarball that will be published, what can be read out of it, and the world around it. */
export interface Subject {
  readonly tarball: PackageTarball;
  /** The manifest in the tarball. */
  readonly manifest: PackageManifest;
  readonly entryPoints: readonly EntryPoint[];
  /** Parsed once, when the first rule asks. */
  readonly modules: () => Promise<PackedModules>;
  readonly source: SourceFolder | undefined;
  readonly git: GitFacts | NotRun;
  readonly registry: RegistryFacts | NotRun;
  readonly installation: InstalledFacts | NotRun;
  readonly rebuild: Pick<RebuildRun, 'build'> | NotRun;
  readonly siblings: readonly Sibling[];
  readonly intent: Intent;
  readonly signal: AbortSignal;
}

/** How it is going to be published. */
export interface Intent {
  /** Given for this run; else the manifest's `publishConfig.tag`. */
  readonly tag: string | undefined;
  /** Branches that releases are made from. */
  readonly branches: readonly string[];
  readonly allowDirty: boolean;
  /** Publishing by the identity of a CI job, without a token. */
  readonly isTrusted: boolean;
  readonly wantsProvenance: boolean;
  /** This package was chosen by name, so it is to be published; else one that is published already is left out. */
  readonly isChosen: boolean;
  readonly isOffline: boolean;
  /** The addresses of the web in the README are asked, too. */
  readonly asksAddresses: boolean;
}

/** The folder that the tarball was packed from. */
export interface SourceFolder {
  /** Absolute. */
  readonly folder: string;
  readonly member: WorkspaceMember;
  readonly workspace: PackageWorkspace;
}

/** Another package of the workspace. */
export interface Sibling {
  readonly name: string;
  readonly version: string;
  readonly isPrivate: boolean;
  /** Published in the same run. */
  readonly isPlanned: boolean;
}

/** Asked once for all packages of a run. */
export interface GitFacts {
  readonly repository: Repository;
  /** The working tree's top folder. */
  readonly top: string;
  readonly head: string | undefined;
  /** Undefined when HEAD is detached. */
  readonly branch: string | undefined;
  readonly status: () => Promise<readonly StatusEntry[]>;
  /** Tracked files that a sparse checkout leaves out, from the top. */
  readonly leftOut: () => Promise<readonly string[]>;
  /** Name and fetch address, `origin` first. */
  readonly remotes: () => Promise<readonly { readonly name: string; readonly url: string }[]>;
  /** Refs of the first remote: full name -> id; not run when it cannot be asked. */
  readonly remoteRefs: () => Promise<ReadonlyMap<string, string> | NotRun>;
}

export interface RegistryFacts {
  readonly registry: Registry;
  /** Of any package, asked once a run. */
  readonly packument: (name: string) => Promise<Packument | undefined>;
  /** The highest version of a package in a range; undefined when there is none. */
  readonly best: (name: string, range: string) => Promise<PublishedManifest | undefined>;
  /** The published version that this one follows: the highest below it, or the latest. */
  readonly previous: () => Promise<PackageTarball | undefined>;
}
