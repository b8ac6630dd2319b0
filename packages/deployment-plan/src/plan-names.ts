/** Text as a part of ids, branches and folders: `[a-z0-9-]`, no hyphen at the ends, cut at a word's end. '' when nothing is left. */
export function slug(text: string, maxLength = 60): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    // Within a word: "parser's" is one, not two.
    .replaceAll(/(?<=[a-z0-9])['’](?=[a-z0-9])/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let result = '';
  for (const word of words) {
    const longer = result === '' ? word.slice(0, maxLength) : `${result}-${word}`;
    if (longer.length > maxLength) break;
    result = longer;
  }
  return result;
}

const longestId = 40;

/** The id of a plan for an issue and its title, short enough to be typed and to be a folder: `eng-123-add-login`. */
export function planIdFor({ issue = '', title }: { issue?: string | undefined; title: string }): string {
  const prefix = slug(issue);
  const named = slug(title);
  const words = named.startsWith(`${prefix}-`) ? named.slice(prefix.length + 1) : named;
  const short = slug(words.split('-').slice(0, 6).join(' '), Math.max(12, longestId - prefix.length));
  // A name does not end in the middle of a thought.
  return (
    [prefix, short.replace(/(?:-(?:a|an|and|as|at|by|for|in|of|on|or|the|to|with))+$/, '')]
      .filter((part) => part !== '')
      .join('-') || 'plan'
  );
}

/** The branch an agent works on. */
export function branchName(planId: string, agentId: string): string {
  return `cdev/${planId}/${agentId}`;
}
