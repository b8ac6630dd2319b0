/**
 * What was put in the place of a commit in this clone, or was cut off in it, hides nothing from who has the commit: git is to show what is
 * there. https://git-scm.com/docs/git-replace, https://git-scm.com/docs/gitrepository-layout (info/grafts)
 */
export const unaltered: Readonly<Record<string, string>> = { GIT_NO_REPLACE_OBJECTS: '1', GIT_GRAFT_FILE: '' };
