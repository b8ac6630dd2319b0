/** Text as a part of ids, branches and folders: `[a-z0-9-]`, no hyphen at the ends, cut at a word's end. '' when nothing is left. */
export function slug(text: string, maxLength = 60): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
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

/** The id of a plan for an issue and its title: `eng-123-add-login`. */
export function planIdFor({ issue = '', title }: { issue?: string | undefined; title: string }): string {
  const prefix = slug(issue);
  const words = slug(title)
    .split('-')
    .filter((word) => word !== '')
    .slice(0, 6)
    .join('-');
  return (
    [prefix, words.startsWith(`${prefix}-`) ? words.slice(prefix.length + 1) : words]
      .filter((part) => part !== '')
      .join('-') || 'plan'
  );
}

/** The branch an agent works on. */
export function branchName(planId: string, agentId: string): string {
  return `cdev/${planId}/${agentId}`;
}
