import { errors } from './errors.ts';
import { checkNames, deedNames, stepNames, type CheckName, type DeedName, type StepName } from './step-names.ts';

export interface PostpublishOptions {
  /** Names, or `name@version`; none means all of the manifest. */
  readonly packages: readonly string[];
  /** `packages` are versions in the registry, such as `name@1.0.0`, that are looked at without a manifest. */
  readonly published: boolean;
  /** File or folder of the distribution manifest. */
  readonly manifest: string | undefined;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Milliseconds to wait for versions to become visible. */
  readonly maxWait: number;
  /** The publish commands ended well: what is absent was accepted. */
  readonly accepted: boolean;
  /** Publish what is absent and set dist-tags right, after a yes. */
  readonly mend: boolean;
  /** Do slow checks again that an earlier run did. */
  readonly again: boolean;
  /** `{name}` and `{version}` are replaced. Default: `v{version}` for one package, else `{name}@{version}`. */
  readonly tagFormat: string | undefined;
  readonly remote: string;
  /** Add to the notes of a release what GitHub generates. */
  readonly githubNotes: boolean;
  /** Add a section to a changelog that has none for the version. */
  readonly writeChangelog: boolean;
  /** The folder of the pages of releases. */
  readonly docs: string | undefined;
  /** The address of a webhook. */
  readonly notify: string | undefined;
  readonly notifyFormat: 'slack' | 'json';
  /** A range of superseded versions. */
  readonly deprecate: string | undefined;
  readonly deprecateMessage: string | undefined;
  readonly rollback: boolean;
  readonly isDryRun: boolean;
  /** Milliseconds before the registry is asked a second time; grows from there. Default 2,000. */
  readonly firstDelay?: number;
}

/** Which steps a run is to take. */
export interface Steps {
  readonly checks: ReadonlySet<CheckName>;
  readonly deeds: ReadonlySet<DeedName>;
}

/** @throws CDEV_E_POSTPUBLISH_STEP_UNKNOWN */
export function stepsOf({ only, skip, published }: Pick<PostpublishOptions, 'only' | 'skip' | 'published'>): Steps {
  assertKnown('--only', only);
  assertKnown('--skip', skip);
  const isWanted = (name: StepName): boolean =>
    (only.length === 0 || only.some((word) => means(word, name))) && !skip.some((word) => means(word, name));
  return {
    checks: new Set(checkNames.filter(isWanted)),
    // Without what was packed there is no commit to tag and nothing to announce.
    deeds: new Set(published ? [] : deedNames.filter(isWanted)),
  };
}

/** `checks`, `deeds` and `install` stand for several. */
function means(word: string, name: StepName): boolean {
  if (word === 'checks') return (checkNames as readonly string[]).includes(name);
  if (word === 'deeds') return (deedNames as readonly string[]).includes(name);
  return word === name || (word === 'install' && name.startsWith('install-'));
}

function assertKnown(option: string, words: readonly string[]): void {
  for (const name of words)
    if (!stepNames.some((known) => means(name, known)))
      throw errors.make('CDEV_E_POSTPUBLISH_STEP_UNKNOWN', {
        option,
        name,
        known: `${stepNames.join(', ')}; checks, deeds, install for several`,
      });
}
