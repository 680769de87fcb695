namespace SctpConnections.Tool.Completion;

/// <summary>
/// One script for each shell. All of them call <c>sctp "[suggest:POSITION]" "LINE"</c>, which prints a word per line, so they
/// know every option of every version.
/// </summary>
internal static class CompletionScripts
{
    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["bash"] =
            """
            # bash: eval "$(sctp completion bash)", for good in ~/.bashrc
            _sctp_complete() {
              local words
              mapfile -t words < <(sctp "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
              mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "${COMP_WORDS[COMP_CWORD]}")
            }
            complete -o default -F _sctp_complete sctp

            """,
        ["fish"] =
            """
            # fish: sctp completion fish | source, for good in ~/.config/fish/config.fish
            function __sctp_complete
              set -l line (commandline -cp)
              sctp "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c sctp -a '(__sctp_complete)'

            """,
        ["pwsh"] =
            """
            # PowerShell: sctp completion pwsh | Out-String | Invoke-Expression, for good in $PROFILE
            Register-ArgumentCompleter -Native -CommandName sctp -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              sctp "[suggest:$cursorPosition]" "$commandAst" 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """,
        ["zsh"] =
            """
            # zsh: eval "$(sctp completion zsh)" after compinit, for good in ~/.zshrc
            _sctp() {
              local line="${(j: :)words[1,CURRENT]}"
              compadd -- ${(f)"$(sctp "[suggest:${#line}]" "$line" 2>/dev/null)"}
            }
            compdef _sctp sctp

            """,
    };
}
