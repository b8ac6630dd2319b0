import type { Level, SecretFinding } from '../finding.ts';

/** Where a secret can be had from, the widest reach first. */
export const surfaces = ['tarball', 'index', 'worktree', 'history'] as const;
export type Surface = (typeof surfaces)[number];

export interface SecretPlace {
  readonly surface: Surface;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Of history: the commit that brought it in, when it was, and who by is not told. */
  readonly commit?: string;
  readonly date?: string;
  /** Of a tarball: the package. */
  readonly package?: string;
  /** What it stands in there: the path within an archive, `base64`. */
  readonly inside?: string;
}

/** One secret with all its places. */
export interface Secret extends Omit<
  SecretFinding,
  'path' | 'inside' | 'line' | 'column' | 'endLine' | 'endColumn' | 'offset' | 'length'
> {
  /** The surface with the widest reach. */
  readonly reach: Surface;
  /** Sorted by reach, then path; at least one. */
  readonly places: readonly SecretPlace[];
}

export interface PlacedFinding extends SecretFinding {
  readonly surface: Surface;
  readonly commit?: string;
  readonly date?: string;
  readonly package?: string;
}

const levels: readonly Level[] = ['error', 'warning', 'note'];
const severities = ['critical', 'high', 'medium', 'low'];

/** One secret, one finding: what is the same secret by the same rule becomes one, graded as at its surest place, sorted by what to do first. */
export function groupSecrets(findings: readonly PlacedFinding[]): Secret[] {
  const groups = Map.groupBy(findings, ({ secretId }) => secretId);
  return [...groups.values()].map(toSecret).sort(byUrgency);
}

function toSecret(group: readonly PlacedFinding[]): Secret {
  const surest = group.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level))[0] as PlacedFinding;
  const places = group
    .map(placeOf)
    .sort(
      (a, b) =>
        surfaces.indexOf(a.surface) - surfaces.indexOf(b.surface) ||
        (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line),
    );
  const {
    path: _path,
    line: _line,
    column: _column,
    endLine: _endLine,
    endColumn: _endColumn,
    offset: _offset,
    length: _length,
    surface: _surface,
    commit: _commit,
    date: _date,
    package: _package,
    inside: _inside,
    ignored: _ignored,
    ...rest
  } = surest;
  return { ...rest, ...ignoredIn(group), reach: (places[0] as SecretPlace).surface, places };
}

/** A comment at one place says that this secret is known, wherever else it stands; another secret on that line is another. */
function ignoredIn(group: readonly PlacedFinding[]): { ignored: string } | Record<string, never> {
  const reasons = group.flatMap(({ ignored }) => (ignored === undefined ? [] : [ignored]));
  if (reasons.length === 0) return {};
  return { ignored: reasons.find((reason) => reason !== '') ?? '' };
}

function placeOf({ surface, path, line, column, commit, date, package: name, inside }: PlacedFinding): SecretPlace {
  return {
    surface,
    path,
    line,
    column,
    ...(commit !== undefined && { commit }),
    ...(date !== undefined && { date }),
    ...(name !== undefined && { package: name }),
    ...(inside !== undefined && { inside }),
  };
}

function byUrgency(a: Secret, b: Secret): number {
  const first = (secret: Secret): SecretPlace => secret.places[0] as SecretPlace;
  return (
    levels.indexOf(a.level) - levels.indexOf(b.level) ||
    surfaces.indexOf(a.reach) - surfaces.indexOf(b.reach) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    (first(a).path < first(b).path ? -1 : first(a).path > first(b).path ? 1 : first(a).line - first(b).line) ||
    (a.secretId < b.secretId ? -1 : 1)
  );
}
