/** Which tool reads the file: the two spell patterns alike and mean different things by some. */
export type OwnersForm = 'github' | 'gitlab';

/**
 * The expression for a pattern of a CODEOWNERS file. Both match dot files and upper and lower case as written, and take brackets as
 * they are.
 *
 * GitHub (https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners):
 * as in `.gitignore`, one with a slash before its end stands from the top, any other anywhere, and a folder stands for all in it;
 * but `docs/*` is for the files of `docs` alone. GitLab (https://docs.gitlab.com/user/project/codeowners/reference/): from the top only with a slash before it, and a folder only with a slash behind it.
 */
export function ownerPattern(pattern: string, form: OwnersForm): RegExp {
  const isFolder = pattern.endsWith('/');
  const bare = pattern.replace(/^\//, '').replace(/\/$/, '');
  const isFromTop = form === 'github' ? pattern.replace(/\/$/, '').includes('/') : pattern.startsWith('/');
  const segments = bare === '' ? [] : bare.split('/');
  const last = segments.at(-1);
  const body = segments.map((segment, at) => segmentExpression(segment, at === segments.length - 1)).join('');
  const isWhole = form === 'gitlab' || (last === '*' && segments.length + Number(isFromTop) > 1);
  const end = isFolder ? (segments.length > 0 ? '/.*' : '.*') : isWhole ? '' : '(?:/.*)?';
  // A slash alone is the root: nothing for GitHub, all for GitLab, whose folders have one at their end.
  if (segments.length === 0 && form === 'github') return /(?!)/;
  return new RegExp(`^${isFromTop ? '' : '(?:.*/)?'}${body}${end}$`, 's');
}

/** `**` with what separates it from its neighbours; every other segment with the slash behind it. */
function segmentExpression(segment: string, isLast: boolean): string {
  if (segment === '**') return isLast ? '.*' : '(?:.*/)?';
  const body = segment.replace(
    /\\(.)|(\*+)|(\?)|([^*?\\]+|\\)/gs,
    (_, escaped?: string, stars?: string, one?: string, text = '') =>
      stars !== undefined ? '[^/]*' : one !== undefined ? '[^/]' : literal(escaped ?? text),
  );
  return `${body}${isLast ? '' : '/'}`;
}

function literal(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
