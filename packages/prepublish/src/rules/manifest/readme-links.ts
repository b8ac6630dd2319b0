import { existsSync } from 'node:fs';
import { posix, join } from 'node:path';
import { lineAt, someOf } from '../../rule/places.ts';
import { notRun, type Problem, type Rule } from '../../rule/rule.ts';
import type { Subject } from '../../subject/subject.ts';
import { pathBelow } from '../git/repository.ts';
import { comparable, repositoryOf } from '../git/repository-address.ts';
import { addressAnswers } from './address-answers.ts';
import { readmeOf } from './readme.ts';
import { markdownTargets, type MarkdownTarget } from './markdown-targets.ts';

/** Hosts whose raw files and pages the registry knows how to reach. */
const known = /^(?:github\.com|gitlab\.com|bitbucket\.org)\//;

/** What the registry's page, and readers in node_modules, cannot follow. */
export const readmeLinks: Rule = {
  id: 'readme-links',
  severity: 'warning',
  summary: 'relative links and images of the README lead somewhere',
  breaks: 'Readers of the registry page, who follow a link to nowhere or see no image',
  check: (subject) => {
    const { tarball } = subject;
    const readme = readmeOf(tarball);
    if (!readme) return notRun('there is no README');
    const lost = targetsIn(readme.text).filter((target) => isLost(target, subject));
    const paths = [...Map.groupBy(lost, ({ address }) => address).values()].map((group) => group[0] as MarkdownTarget);
    const isKnown = hasKnownRepository(subject);
    const told = paths.map(({ address, isImage, offset }): Problem => ({
      place: `${readme.path}:${lineAt(readme.text, offset)}`,
      reason: `the ${isImage ? 'image' : 'link'} "${address}" leads ${
        isKnown
          ? 'to a file that the repository does not have'
          : 'to a file that is not packed, and the manifest names no repository to find it in'
      }`,
      mend: isKnown
        ? 'Correct the path, or remove it'
        : 'Write the whole address, set "repository", or let "files" include it',
    }));
    return told.length <= 3
      ? told
      : [{ ...(told[0] as Problem), reason: `${told[0]?.reason}, and so ${told.length - 1} more` }];
  },
};

function targetsIn(text: string): readonly MarkdownTarget[] {
  return markdownTargets(text).filter(({ address }) => !/^(?:[a-z][a-z\d+.-]*:|\/\/|#|\?|$)/i.test(address));
}

function hasKnownRepository({ manifest }: Subject): boolean {
  const said = repositoryOf(manifest);
  return said !== undefined && known.test(comparable(said.url));
}

/**
 * The registry resolves a relative link in the repository, so that with one known it is lost only if the folder that is published shows
 * that the file is not there; what is packed can always be read where it is installed.
 */
function isLost({ address }: MarkdownTarget, subject: Subject): boolean {
  const { tarball, source, git } = subject;
  const path = decoded(address.replace(/[?#].*$/, ''));
  if (path === undefined) return false;
  const inPackage = posix.normalize(path.replace(/^\/+/, '')).replace(/\/$/, '');
  const isPacked = [...tarball.entries.keys()].some((file) => file === inPackage || file.startsWith(`${inPackage}/`));
  if (isPacked || inPackage === '.') return false;
  if (!hasKnownRepository(subject)) return true;
  if (!source || 'notRun' in git) return false;
  const below = pathBelow(git.top, source.folder);
  if (below === undefined) return false;
  // "/x" means the top of the repository; so does a "directory" that is not set, which is another rule's affair.
  const candidates = [join(git.top, inPackage), join(source.folder, path.replace(/^\/+/, ''))];
  return !candidates.some((candidate) => existsSync(candidate));
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Addresses of the web, asked only on request: others' servers answer when and as they like. */
export const readmeAddresses: Rule = {
  id: 'readme-addresses',
  severity: 'warning',
  summary: 'addresses in the README answer (with --links)',
  breaks: 'Readers, who follow a link to a page that is gone',
  check: async ({ tarball, intent, signal }) => {
    if (!intent.asksAddresses) return notRun('addresses are asked with --links');
    if (intent.isOffline) return notRun('offline');
    const readme = readmeOf(tarball);
    if (!readme) return notRun('there is no README');
    const { text, path } = readme;
    const targets = markdownTargets(text).filter(({ address }) => isPublic(address));
    const unique = [...new Map(targets.map((target) => [target.address.replace(/#.*$/, ''), target]))];
    if (unique.length === 0) return [];
    const answers = await addressAnswers(
      unique.map(([address]) => address),
      signal,
    );
    const unknown = answers.filter((answer) => answer === 'unknown').length;
    if (unknown === unique.length) return notRun('none of the addresses in the README could be asked');
    const gone = unique.filter((_, at) => answers[at] === 'gone').map(([, target]) => target);
    const [first] = gone;
    return first
      ? [
          {
            place: `${path}:${lineAt(text, first.offset)}`,
            reason: `${gone.length === 1 ? 'an address answers' : `${gone.length} addresses answer`} that there is nothing: ${someOf(gone.map(({ address }) => address))}`,
            mend: 'Correct it, or remove it',
          },
        ]
      : [];
  },
};

/** Not one of those that stand for any address, or that only the author's machine has. */
function isPublic(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return (
    /^https?:$/.test(protocol) &&
    hostname.includes('.') &&
    !/(?:^|\.)(?:localhost|example|test|invalid|local|example\.(?:com|org|net))$|^[\d.]+$/.test(hostname)
  );
}
