/** The cached issue: its form, its files, and the readers of every form an issue comes in. */
export { errors as issueErrors } from './errors.ts';
export { findIssue } from './find-issue.ts';
export type { FindIssueOptions, FoundIssue } from './find-issue.ts';
export { issueFile, issuesFolder } from './issue-file.ts';
export type { IssueStore } from './issue-file.ts';
export { isGithubId, isLinearId, issueIdFrom, normaliseIssueId } from './issue-id.ts';
export { issueSources } from './issue.ts';
export type { Issue, IssueAttachment, IssueComment, IssueReference, IssueRelation, IssueSource } from './issue.ts';
export { listIssues } from './list-issues.ts';
export type { IssueList } from './list-issues.ts';
export { issueFromGithub } from './github-issue.ts';
export type { GithubAnswers } from './github-issue.ts';
export { issueFromLinear } from './linear-issue.ts';
export { parseIssue } from './parse-issue.ts';
export { parseMarkdownIssue } from './markdown-issue.ts';
export { parseYamlIssue } from './yaml-issue.ts';
export { readIssue } from './read-issue.ts';
export { serialiseIssue, writeIssue } from './write-issue.ts';
