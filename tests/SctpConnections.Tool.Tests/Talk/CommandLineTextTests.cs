using SctpConnections.Tool.Talk;

namespace SctpConnections.Tool.Tests.Talk;

public sealed class CommandLineTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  ; ;\n", "")]
    [InlineData("send a b", "send|a|b")]
    [InlineData("send a;wait 1s", "send|a//wait|1s")]
    [InlineData("send 'a;b' \"c d\"", "send|[a;b]|[c d]")]
    [InlineData("send \"a\\n\\x41\\\"\\\\\"", "send|[a\nA\"\\]")]
    [InlineData("send 'a\\n'", "send|[a\\n]")]
    [InlineData("send x\"y z\"", "send|xy z")]
    [InlineData("send \"\"", "send|[]")]
    [InlineData("send a # b; c\nquit", "send|a//quit")]
    [InlineData("send a#b", "send|a#b")]
    public void Split_Text_GivesCommandsAndWords(string text, string expected)
    {
        var commands = CommandLineText.Split(text);

        Assert.Equal(expected, string.Join("//", commands.Select(c => string.Join('|', c.Select(t => t.IsQuoted ? $"[{t.Text}]" : t.Text)))));
    }

    [Theory]
    [InlineData("send \"a", "\"a does not end")]
    [InlineData("send 'a", "'a does not end")]
    [InlineData("send \"\\q\"", "\\q means nothing")]
    public void Split_WrongQuotation_SaysWhat(string text, string problem)
        => Assert.Contains(problem, Assert.Throws<FormatException>(() => CommandLineText.Split(text)).Message, StringComparison.Ordinal);
}
