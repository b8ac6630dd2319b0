/** Asks GitHub's REST API: where and with which token, limits, retries, pages, and failures with a code. */
export { fetchFailure } from './fetch-failure.ts';
export { githubAccess, loggedInAccess } from './github-access.ts';
export type { GithubAccess, LoggedInOptions } from './github-access.ts';
export { openGithub } from './open-github.ts';
export type { Github, GithubAnswer, GithubPatience, GithubRequest } from './github.ts';
export { remotePath, repositoryIn } from './repository-address.ts';
export { errors as githubErrors } from './errors.ts';
