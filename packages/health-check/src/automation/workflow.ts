export interface WorkflowOptions {
  /** `@cdev/prepublish`, …: tried as the registry has them. */
  readonly packages: readonly string[];
  /** The version of the health check that the workflow runs. */
  readonly version: string;
  readonly node: readonly string[];
  /** Cron, in UTC. */
  readonly schedule: string;
}

/**
 * The daily check as a GitHub workflow. It uses no action of others, only `gh` and `npx`; history and badge are on a branch of their own, which no
 * other branch knows of, and a change becomes an issue.
 */
export function workflow({ packages, version, node, schedule }: WorkflowOptions): string {
  // The Node of the runner may be older than what the check needs, so it brings its own.
  const check = `npx --yes --package node@24 --package @cdev/health-check@${version} -- cdev-health-check`;
  return `# Made by cdev-health-check workflow.
name: Script health

on:
  schedule:
    - cron: '${schedule}'
  workflow_dispatch:

permissions:
  contents: write
  issues: write

concurrency: script-health

jobs:
  health:
    name: Every script starts, answers and does its work
    runs-on: ubuntu-latest
    timeout-minutes: 60
    env:
      GH_TOKEN: \${{ github.token }}
      BRANCH: script-health
    steps:
      - name: The history so far
        run: |
          gh auth setup-git
          git init --quiet --initial-branch "$BRANCH" .
          git remote add origin "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY"
          known=$(git ls-remote origin "refs/heads/$BRANCH")
          if [ -n "$known" ]; then
            git fetch --quiet --depth 1 origin "$BRANCH"
            git reset --quiet --hard FETCH_HEAD
          fi
      - name: The check
        id: check
        continue-on-error: true
        env:
          CDEV_HEALTH_WEBHOOK: \${{ secrets.CDEV_HEALTH_WEBHOOK }}
        run: >-
          ${check} --installed ${packages.join(' ')}${node.length > 0 ? ` --node ${node.join(',')}` : ''}
          --history health.ndjson --issue "$RUNNER_TEMP/issue.md"
      - name: History and badge
        run: |
          ${check} badge health.svg --history health.ndjson
          git add health.ndjson health.svg
          git -c user.name=github-actions -c user.email=github-actions@users.noreply.github.com commit --quiet --message "Script health"
          git push --quiet origin "HEAD:$BRANCH"
      - name: An issue when something changed
        run: |
          if [ -f "$RUNNER_TEMP/issue.md" ]; then
            tail -n +2 "$RUNNER_TEMP/issue.md" | gh issue create --repo "$GITHUB_REPOSITORY" --title "$(head -1 "$RUNNER_TEMP/issue.md" | cut -c 3-)" --body-file -
          fi
      - name: The result of the check
        if: steps.check.outcome == 'failure'
        run: exit 1
`;
}
