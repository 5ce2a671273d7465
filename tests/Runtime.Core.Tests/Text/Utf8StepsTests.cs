using System.Text;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Core.Tests.Text;

public sealed class Utf8StepsTests
{
    [Fact]
    public void Agrees_with_a_strict_decoder_about_whatever_bytes()
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        byte[] edges = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF];
        foreach (var bytes in from a in edges from b in edges from c in edges from d in edges select (byte[])[a, b, c, d])
        {
            var valid = true;
            try
            {
                strict.GetCharCount(bytes);
            }
            catch (DecoderFallbackException)
            {
                valid = false;
            }

            Assert.True(valid == (Utf8Steps.After(Utf8Steps.Between, bytes) == Utf8Steps.Between), Convert.ToHexString(bytes));
        }
    }

    [Fact]
    public void A_character_may_come_in_pieces()
    {
        var bytes = "👋"u8;
        var state = Utf8Steps.Between;
        foreach (var next in bytes)
        {
            state = Utf8Steps.After(state, [next]);
            Assert.NotEqual(Utf8Steps.Invalid, state);
        }

        Assert.Equal(Utf8Steps.Between, state);
        Assert.Equal(Utf8Steps.Invalid, Utf8Steps.After(Utf8Steps.After(Utf8Steps.Between, bytes[..2]), "a"u8));
    }
}
