/** How what leaked is made worthless, and what comes after. Each a sentence or two, without a full stop at the end. */
export interface Rotation {
  /** As the rules call it; "private keys" for those that no provider gave out. */
  readonly provider: string;
  /** Where, and by which command, it stops working. */
  readonly revoke: string;
  /** How to see whether somebody used it; says so where the provider keeps no such record. */
  readonly audit: string;
  /** What to put in its place, so that the next one is worth less or not there at all. */
  readonly replace: string;
  /** Where the provider documents it; none where that was not found, and the steps are what holds everywhere. */
  readonly sources: readonly string[];
}

interface RotationRow extends Rotation {
  /** Other names under which rules know the same provider. */
  readonly also?: readonly string[];
  /** Rules of no provider that it holds for. */
  readonly rules?: readonly string[];
}

/** Of those whose credentials are found most often; written from what each provider documents, at `sources`. */
export const rotations: readonly RotationRow[] = [
  {
    provider: 'AWS',
    revoke:
      'aws iam update-access-key --access-key-id <id> --status Inactive, then delete-access-key; a key of the root user is deleted under "Security credentials" of the account. Sessions of roles that it opened last on: "Revoke active sessions" of the role attaches AWSRevokeOlderSessions to it',
    audit:
      'CloudTrail "Event history", looked up by AWS access key, in every region; aws iam get-access-key-last-used tells the last use. Look for new users, keys, roles and instances',
    replace:
      'A role: by OIDC for CI, an instance or task role for machines, IAM Identity Center for people. No key that lasts',
    sources: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/Using_RotateAccessKey.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html',
    ],
  },
  {
    provider: 'GitHub',
    revoke:
      'Settings > Developer settings > Personal access tokens > Delete; of an app its private key or client secret on the page of the app; of a deploy key under Settings > Deploy keys of the repository',
    audit:
      'In an organization of Enterprise Cloud the audit log, searched for hashed_token:"<SHA-256 of the token in base64>" (events of git by its export); of an account Settings > Security log. Look for new keys, hooks, workflows and releases',
    replace:
      'In a workflow GITHUB_TOKEN with the permissions it needs, or the token of a GitHub App; else a fine-grained token for single repositories that expires',
    sources: [
      'https://docs.github.com/enterprise-cloud@latest/admin/monitoring-activity-in-your-enterprise/reviewing-audit-logs-for-your-enterprise/identifying-audit-log-events-performed-by-an-access-token',
    ],
  },
  {
    provider: 'GitLab',
    revoke:
      'User settings > Access tokens > Revoke, or Settings > Access tokens of the project or group; a runner or trigger token is reset under Settings > CI/CD',
    audit:
      '"Last used" beside the token; Secure > Audit events of the group or project tells what changed, and an administrator finds each request in the log of the API',
    replace:
      'CI_JOB_TOKEN with its allowlist inside a pipeline; else a token of the project with the smallest role and scope and a day on which it expires',
    sources: [
      'https://docs.gitlab.com/17.2/ee/security/token_overview.html',
      'https://docs.gitlab.com/ci/jobs/ci_job_token/',
      'https://docs.gitlab.com/16.11/ee/administration/credentials_inventory.html',
    ],
  },
  {
    provider: 'npm',
    revoke:
      'npm token list, then npm token revoke <id>; or Access Tokens in the settings of the account. It can take up to an hour until it is worthless',
    audit:
      'npm keeps no log of a token: compare npm view <package> time and its maintainers with your own releases, and take back what is not yours',
    replace:
      'Trusted publishing from CI, which needs no token; else a granular token for single packages that expires, with two-factor authentication required for publishing',
    sources: ['https://docs.npmjs.com/revoking-access-tokens', 'https://docs.npmjs.com/cli/v11/commands/npm-token/'],
  },
  {
    provider: 'Slack',
    revoke:
      'Call auth.revoke with the token, which takes a bot out of its channels too, and take the new one from the settings of the app; app-level tokens and webhooks are taken away there',
    audit:
      'The access logs and audit logs that the plan of the workspace has; look for messages and files that are not yours',
    replace:
      'A token of the app with the fewest scopes, token rotation turned on, the addresses it may be used from restricted',
    sources: ['https://api.slack.com/methods/auth.revoke'],
  },
  {
    provider: 'Stripe',
    revoke:
      'Dashboard > Developers > API keys: rotate the key, with the old one expiring now; a signing secret of webhooks is rolled on its endpoint',
    audit:
      'Developers > Logs, filtered by the key; look at payouts, refunds, new bank accounts and endpoints of webhooks too',
    replace:
      'A restricted key with the permissions that the service needs, limited to its addresses, kept in a secret store',
    sources: ['https://docs.stripe.com/keys', 'https://docs.stripe.com/keys-best-practices'],
  },
  {
    provider: 'Google',
    revoke:
      'Console > APIs & Services > Credentials: delete the key, reset the client secret; gcloud iam service-accounts keys delete <id> --iam-account <account>; a refresh token by its revocation address',
    audit:
      'Cloud Audit Logs, filtered by principalEmail or serviceAccountKeyName; metrics of "APIs & Services" by credential for API keys, and the bill',
    replace:
      'Workload identity federation or an attached service account in place of a key; an API key restricted to its APIs and to addresses, referrers or apps',
    sources: ['https://docs.cloud.google.com/docs/security/compromised-credentials'],
  },
  {
    provider: 'Azure',
    also: ['Azure DevOps', 'Azure service'],
    revoke:
      'az storage account keys renew, or "Access keys" of the resource; a shared access signature ends with the key that signed it; of an application delete the secret of its registration; tokens of Azure DevOps under User settings > Personal access tokens',
    audit:
      'Sign-in logs of Entra ID for applications, the diagnostic logs of the resource by caller address, and the auditing of the organization for Azure DevOps',
    replace: 'A managed identity, or workload identity federation for CI; switch off shared keys where roles can do it',
    sources: [
      'https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/storage/common/storage-account-keys-manage.md',
      'https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/key-vault/secrets/tutorial-rotation-dual.md',
    ],
  },
  {
    provider: 'OpenAI',
    revoke:
      'Platform > API keys: delete it by the bin beside it, in the project that it belongs to; an administrator key under Organization > Admin keys',
    audit:
      'Usage by API key and day, and the audit logs of the organization where they are turned on; look at files and fine-tuned models too',
    replace:
      'A key of a service account in a project of its own, with restricted permissions and a budget; never in what runs in a browser or an app',
    sources: ['https://help.openai.com/en/articles/4936850-best-practices-for-api-key-safety'],
  },
  {
    provider: 'Anthropic',
    revoke:
      'Console > Settings > Workspaces > the workspace > API keys: disable, then delete, which is for ever; an administrator key under Admin keys',
    audit:
      'Usage and Cost of the console, grouped by API key; the logs of its workspace show requests that are not yours',
    replace: 'A key in a workspace of its own with a spend limit, kept on the server; one for each service',
    sources: [
      'https://support.claude.com/en/articles/9796807',
      'https://platform.claude.com/docs/en/manage-claude/admin-api-keys',
    ],
  },
  {
    provider: 'Twilio',
    revoke:
      'Console > Account management > API keys & tokens: delete the key; for the auth token create a secondary one, change over, promote it, which ends the old one',
    audit: 'The logs of calls and messages in the console; look at usage and at destinations that you do not serve',
    replace: 'A restricted API key for each service in place of the auth token; limit the countries that may be called',
    sources: [
      'https://www.twilio.com/docs/iam/api/secondary_authtoken',
      'https://www.twilio.com/docs/iam/api/authtoken',
      'https://www.twilio.com/docs/iam/api-keys/keys-in-console',
    ],
  },
  {
    provider: 'SendGrid',
    revoke: 'Settings > API Keys > Delete, or DELETE /v3/api_keys/<id>; the password of the account stays as it is',
    audit: 'Activity for mail that you did not send, statistics by day, and the reputation of your senders',
    replace: 'A key with custom access, mail.send alone, one for each service',
    sources: [
      'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
      'https://www.twilio.com/docs/sendgrid/api-reference/api-keys/delete-api-keys',
    ],
  },
  {
    provider: 'DigitalOcean',
    revoke:
      'API > Tokens > Delete; a key of Spaces by doctl spaces keys delete <key>, the password of a database under Users of the database',
    audit:
      'The history of the team in its settings; look for machines, SSH keys and users of databases that are not yours',
    replace: 'A token with custom scopes that expires; keys of Spaces limited to single buckets',
    sources: [
      'https://www.digitalocean.com/docs/apis-clis/api/create-personal-access-token/',
      'https://docs.digitalocean.com/reference/doctl/reference/spaces/keys/delete',
    ],
  },
  {
    provider: 'Cloudflare',
    revoke:
      'My Profile > API Tokens > Roll, which ends the old one, or Delete; tokens of an account under Manage Account > API Tokens; the global key is changed in the profile',
    audit: 'Manage Account > Audit Log, by actor and token; look at DNS records, workers, rules and new members',
    replace:
      'A token of the account with single permissions for single zones, addresses filtered, and an end; not the global key',
    sources: [
      'https://developers.cloudflare.com/fundamentals/api/how-to/roll-token/',
      'https://developers.cloudflare.com/api/tokens/create',
    ],
  },
  {
    provider: 'Docker',
    revoke:
      'Account settings > Personal access tokens > Delete; of an organization under Access tokens of the admin console',
    audit:
      'When it was last used stands beside the token; the activity logs of the organization tell of repositories and tokens. Compare the digests of your tags with those you built',
    replace: 'A token for reading alone where nothing is pushed, an organization token for CI, each with an end',
    sources: [
      'https://docs.docker.com/security/access-tokens/organization-access-tokens/',
      'https://docs.docker.com/security/access-tokens/personal-access-tokens/',
    ],
  },
  {
    provider: 'PyPI',
    revoke: 'Account settings > API tokens > Remove token; PyPI revokes one itself when its partners report it',
    audit: 'Account settings > Security history, and the history of each project',
    replace: 'A trusted publisher, which needs no token; else a token for one project alone',
    sources: ['https://docs.pypi.org/api/secrets/', 'https://docs.pypi.org/trusted-publishers/'],
  },
  {
    provider: 'Heroku',
    revoke:
      'Account settings > API Key > Regenerate (a changed password ends it too); heroku authorizations:revoke <id> for what heroku authorizations lists; credentials of a database by heroku pg:credentials:rotate',
    audit:
      'heroku activity and releases of each app; the audit trail of an Enterprise account. Config vars could be read: rotate those too',
    replace: 'heroku authorizations:create with a narrow --scope and --expires-in, one for each use',
    sources: [
      'https://github.com/heroku/cli/blob/HEAD/docs/authorizations.md',
      'https://help.heroku.com/PBGP6IDE/how-should-i-generate-an-api-key-that-allows-me-to-use-the-heroku-platform-api/',
    ],
  },
  {
    provider: 'Discord',
    revoke:
      'Reset the token of the bot, or the secret of the application, in the developer portal; delete a webhook in the settings of its channel',
    audit:
      'The audit log of each server that the bot is in, as far as it goes: what was only read leaves nothing there',
    replace: 'The new token in a secret store, and fewer permissions for the bot',
    sources: [],
  },
  {
    provider: 'Telegram',
    revoke: 'Send /revoke to @BotFather and choose the bot: the old token ends and a new one is shown',
    audit:
      'Look at what the bot sent, and by getWebhookInfo for an address that is not yours; there is no list of who called',
    replace: 'The new token in a secret store that only the bot reads',
    sources: [],
  },
  {
    provider: 'private keys',
    rules: ['private-key', 'putty-private-key', 'extended-private-key'],
    revoke:
      'Take the public key out of every authorized_keys, deploy key and account; have the certificate revoked by who issued it; move what a wallet holds before anything else',
    audit:
      'By fingerprint (ssh-keygen -lf): "Accepted publickey" in the logs of sshd; certificate transparency for certificates that are not yours; the chain for a wallet',
    replace:
      'A new pair made where it is used (ssh-keygen -t ed25519, with a passphrase or in hardware), or certificates that last for hours; the key never leaves that machine',
    sources: [],
  },
];

/** How a credential of this provider, or one found by this rule, is made worthless; undefined for those that nothing is written about yet. */
export function rotationFor(provider: string | undefined, ruleId: string): Rotation | undefined {
  const row =
    rotations.find(({ rules }) => rules?.includes(ruleId)) ??
    rotations.find((each) => provider !== undefined && (each.provider === provider || each.also?.includes(provider)));
  if (!row) return undefined;
  const { provider: name, revoke, audit, replace, sources } = row;
  return { provider: name, revoke, audit, replace, sources };
}
