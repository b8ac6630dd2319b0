import { flat } from './flat.ts';

const evaluates = /(?<=^\s*|[;&|({!]\s*|\b(?:then|do|else|if|while|until|elif|exec|command)\s+)eval\s+[^#\n;|&]*/g;
/** What GitLab, GitHub, CircleCI, Bitbucket and Azure set to what was written by whoever made a commit, a branch or a request. */
const ofStrangers =
  'CI_COMMIT_(?:MESSAGE|TITLE|DESCRIPTION|BRANCH|REF_NAME|TAG|TAG_MESSAGE|AUTHOR)|CI_MERGE_REQUEST_(?:TITLE|DESCRIPTION|SOURCE_BRANCH_NAME|LABELS)|GITHUB_(?:HEAD_REF|REF_NAME)|CIRCLE_(?:BRANCH|TAG)|BITBUCKET_(?:BRANCH|TAG)|BUILD_SOURCE(?:VERSIONMESSAGE|VERSIONAUTHOR|BRANCH|BRANCHNAME)|SYSTEM_PULLREQUEST_SOURCEBRANCH';
const isInput = new RegExp(String.raw`^(?:\d|@|\*|REPLY|QUERY_STRING|INPUT\w*|${ofStrangers})$`);
const ofShell = new RegExp(
  String.raw`\b(?:ba|z|da|k)?sh\s+(?:-\w+\s+)*-\w*c\s+(?:"[^"]*)?\$\{?([1-9]|@|\*|(?:${ofStrangers})\b)\}?`,
);

/** What writes its arguments as a shell reads them again: `getopt` of util-linux, `printf %q`, and a variable with `@Q`. */
const quotes =
  /\$\((?:getopt\s|printf\s+(?:--\s+)?["']?%q)[^)]*\)|`getopt\s[^`]*`|\$\{(?:[\d@*]|\w+)(?:\[[@*]\])?@Q\}/g;

/** A command of a line that runs what an argument or something that was read says, up to the variable. */
export function evaluatedInput(line: string, given: ReadonlySet<string>): string | undefined {
  if (/ssh-agent|direnv|brew shellenv/.test(line)) return undefined;
  for (const { 0: command, index } of line.includes('eval') ? flat(line).matchAll(evaluates) : []) {
    const written = line.slice(index, index + command.length);
    const words = written.replaceAll(quotes, (quoted) => ' '.repeat(quoted.length));
    // With \ before it the variable comes through as it is, and is put in only when the rest was read as code.
    for (const { 0: variable, 1: name = '', index: at } of words.matchAll(/(?<!\\)\$\{?(\d|@|\*|[A-Za-z_]\w*)\}?/g))
      if (isInput.test(name) || given.has(name)) return withQuote(line, index, at + variable.length);
  }
  const found = ofShell.exec(line);
  return found === null ? undefined : withQuote(line, found.index, found[0].length);
}

function withQuote(line: string, index: number, length: number): string {
  const after = line[index + length] ?? '';
  return line.slice(index, index + length) + (/["']/.test(after) ? after : '');
}
