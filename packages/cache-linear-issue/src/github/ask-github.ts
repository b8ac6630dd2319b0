import { isCdevError, type CdevError } from '@cdev/core/errors';
import type { Github, GithubAnswer, GithubRequest } from '@cdev/github-api';
import { errors } from '../errors.ts';

const service = 'GitHub';

/** Asks GitHub; what fails is told in the words that this script has for every service, with what is cached as a way out. @throws CDEV_E_CACHE_ISSUE_* */
export async function askGithub(github: Github, request: GithubRequest): Promise<GithubAnswer> {
  try {
    return await github.answer(request);
  } catch (error) {
    throw isCdevError(error) ? (inOwnWords(error) ?? error) : error;
  }
}

function inOwnWords(failure: CdevError): CdevError | undefined {
  const said = (name: string): string => {
    const { [name]: value } = failure.details;
    return typeof value === 'string' ? value : '';
  };
  const reason = said('reason');
  const from = { cause: failure };
  switch (failure.code) {
    case 'CDEV_E_GITHUB_TOKEN_REFUSED':
      return errors.make('CDEV_E_CACHE_ISSUE_KEY_REFUSED', { service, variable: said('variable') }, from);
    case 'CDEV_E_GITHUB_FORBIDDEN':
      return errors.make('CDEV_E_CACHE_ISSUE_FORBIDDEN', { service, reason }, from);
    case 'CDEV_E_GITHUB_RATE_LIMITED':
      return errors.make('CDEV_E_CACHE_ISSUE_RATE_LIMITED', { service, until: said('until') }, from);
    case 'CDEV_E_GITHUB_FAILING':
      return errors.make('CDEV_E_CACHE_ISSUE_SERVICE_FAILED', { service, status: said('status') }, from);
    case 'CDEV_E_GITHUB_TIMED_OUT':
      return errors.make('CDEV_E_CACHE_ISSUE_TIMED_OUT', { service, limit: said('limit') }, from);
    case 'CDEV_E_GITHUB_UNREACHABLE':
      return errors.make('CDEV_E_CACHE_ISSUE_NO_NETWORK', { service, reason }, from);
    case 'CDEV_E_GITHUB_REFUSED':
      return reason === ''
        ? errors.make('CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', { service, problem: `status ${said('status')}` }, from)
        : errors.make('CDEV_E_CACHE_ISSUE_QUERY_REFUSED', { service, reason }, from);
    case 'CDEV_E_GITHUB_ANSWER_MALFORMED':
      return errors.make('CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', { service, problem: said('problem') }, from);
    default:
      return undefined;
  }
}
