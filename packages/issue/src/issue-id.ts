import { errors } from './errors.ts';

const name = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u;
const github = /^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+#[1-9]\d{0,17}$/;
const linear = /^[a-z][a-z0-9]{0,9}-[1-9]\d{0,9}$/i;
/** Names that Windows keeps for devices, with whatever extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** True for `ENG-123`: the form of a Linear identifier. */
export function isLinearId(text: string): boolean {
  return linear.test(text);
}

/** True for `owner/repository#12`. */
export function isGithubId(text: string): boolean {
  return github.test(text) && !/\/\.{1,2}#/.test(text);
}

/**
 * The one spelling of an id: Unicode composed, Linear identifiers in capitals, GitHub's in small letters (GitHub does not tell
 * them apart, nor do some file systems). Every id that passes is safe as a file name on
 * every system and names no folder.
 * @throws CDEV_E_ISSUE_ID_INVALID
 */
export function normaliseIssueId(text: string): string {
  const id = text.trim().normalize('NFC');
  const problem = problemOf(id);
  if (problem !== undefined) throw errors.make('CDEV_E_ISSUE_ID_INVALID', { id, problem });
  if (isGithubId(id)) return id.toLowerCase();
  return isLinearId(id) ? id.toUpperCase() : id;
}

function problemOf(id: string): string | undefined {
  if (id === '') return 'it is empty';
  // Most file systems take 255 bytes for a name; the rest is for the extension and for temporary files.
  if (Buffer.byteLength(id) > 200) return 'it is longer than 200 bytes';
  if (isGithubId(id)) return undefined;
  if (!name.test(id))
    return 'only letters, digits, dots, hyphens and underscores may be in it, and a letter or digit first';
  return device.test(id) ? 'Windows keeps this name for a device' : undefined;
}

/** An id from any text, such as a file's name: what cannot be in an id becomes a hyphen. Undefined when nothing is left. */
export function issueIdFrom(text: string): string | undefined {
  const words = text.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-');
  const id = words
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/[-.]+$/, '')
    .slice(0, 60);
  return id === '' || device.test(id) ? undefined : normaliseIssueId(id);
}
