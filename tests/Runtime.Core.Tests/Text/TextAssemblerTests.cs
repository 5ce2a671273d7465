using System.Text;
using InferOps.Runtime.Core.Tests.Fakes;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Core.Tests.Text;

public sealed class TextAssemblerTests
{
    private static readonly TokenTable Tokens = TokenTable.Read(new FakeTokenizer(), FakeTokenizer.VocabularySize);

    [Fact]
    public void A_character_appears_when_its_last_byte_does()
    {
        var assembler = new TextAssembler(Tokens, []);
        Assert.Equal(["", "", "", "🚀", "!"], Encoding.UTF8.GetBytes("🚀!").Select(value => assembler.Add(value, out _)));
        Assert.Equal("", assembler.Flush());
    }

    [Fact]
    public void Bytes_that_never_become_a_character_are_replaced()
    {
        var assembler = new TextAssembler(Tokens, []);
        Assert.Equal("", assembler.Add(0xF0, out _));
        Assert.Equal("\uFFFDa", assembler.Add('a', out _));
        Assert.Equal("", assembler.Add(0xE2, out _));
        Assert.Equal("\uFFFD", assembler.Flush());
    }

    [Fact]
    public void A_stop_string_may_hold_characters_of_several_bytes()
    {
        var assembler = new TextAssembler(Tokens, ["€."]);
        var shown = new StringBuilder();
        var stopped = false;
        foreach (var value in Encoding.UTF8.GetBytes("3 €. rest"))
        {
            shown.Append(assembler.Add(value, out stopped));
            if (stopped) break;
        }

        Assert.True(stopped);
        Assert.Equal("3 ", shown.ToString());
    }
}
