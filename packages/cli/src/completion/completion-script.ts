export const shells = ['bash', 'zsh', 'fish', 'pwsh'] as const;
export type Shell = (typeof shells)[number];

/**
 * What a shell reads once. The words after `cdev` stand in it; the options of a script are taken from its `--help`, which is text made beforehand, so that they
 * are those of the version that is there, also of plugins.
 */
export function completionScript(shell: Shell, words: readonly string[]): string {
  return scripts[shell](words);
}

const install: Readonly<Record<Shell, string>> = {
  bash: 'cdev completion bash > ~/.local/share/bash-completion/completions/cdev',
  zsh: 'cdev completion zsh > "${fpath[1]}/_cdev"',
  fish: 'cdev completion fish > ~/.config/fish/completions/cdev.fish',
  pwsh: 'cdev completion pwsh >> $PROFILE',
};

const scripts: Readonly<Record<Shell, (words: readonly string[]) => string>> = {
  bash: (words) => `# cdev completion for bash. To keep it: ${install.bash}
_cdev() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word"))
  elif [[ "$word" == -* ]]; then
    local options
    options="$("\${COMP_WORDS[0]}" "\${COMP_WORDS[1]}" --help 2>/dev/null </dev/null | grep -oE -- '(^| )--[a-z][a-z-]*' | tr -d ' ' | sort -u)"
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  fi
}
complete -o default -F _cdev cdev
`,
  zsh: (words) => `#compdef cdev
# cdev completion for zsh. To keep it: ${install.zsh}
_cdev() {
  if (( CURRENT == 2 )); then
    compadd -- ${words.join(' ')}
  elif [[ "\${words[CURRENT]}" == -* ]]; then
    compadd -- \${(f)"$("\${words[1]}" "\${words[2]}" --help 2>/dev/null </dev/null | grep -oE -- '(^| )--[a-z][a-z-]*' | tr -d ' ' | sort -u)"}
  else
    _files
  fi
}
if [ "$funcstack[1]" = "_cdev" ]; then _cdev "$@"; else compdef _cdev cdev; fi
`,
  fish: (words) => `# cdev completion for fish. To keep it: ${install.fish}
function __cdev_options
    set -l words (commandline -opc)
    $words[1] $words[2] --help 2>/dev/null </dev/null | string match -arg -- '(?:^| )(--[a-z][a-z-]*)' | sort -u
end
complete -c cdev -n '__fish_is_first_arg' -f -a '${words.join(' ')}'
complete -c cdev -n 'not __fish_is_first_arg; and string match -q -- "-*" (commandline -ct)' -f -a '(__cdev_options)'
`,
  pwsh: (words) => `# cdev completion for PowerShell. To keep it: ${install.pwsh}
Register-ArgumentCompleter -Native -CommandName cdev -ScriptBlock {
  param($word, $tree, $position)
  $typed = @($tree.CommandElements | ForEach-Object { $_.ToString() })
  if ($typed.Count -lt 2 -or ($typed.Count -eq 2 -and $word -ne '')) {
    $found = @(${words.map((word) => `'${word}'`).join(', ')})
  } elseif ($word -like '-*') {
    $found = @(cdev $typed[1] --help 2>$null | Select-String -AllMatches '(?:^| )(--[a-z][a-z-]*)' | ForEach-Object { $_.Matches } | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique)
  }
  $found | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`,
};
