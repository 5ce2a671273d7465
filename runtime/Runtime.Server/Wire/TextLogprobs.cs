using System.Text;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Log-probabilities of a text completion's tokens.</summary>
internal sealed record TextLogprobs(
    IReadOnlyList<string> Tokens, IReadOnlyList<float> TokenLogprobs, IReadOnlyList<Dictionary<string, float>> TopLogprobs, IReadOnlyList<int> TextOffset)
{
    /// <param name="positions">What was chosen, and what else was likely.</param>
    /// <param name="tokens">Their texts.</param>
    /// <param name="offset">Characters before the first of them; moves on.</param>
    public static TextLogprobs Of(IReadOnlyList<TokenLogprobs> positions, TokenTable tokens, ref int offset)
    {
        var offsets = new List<int>(positions.Count);
        foreach (var position in positions)
        {
            offsets.Add(offset);
            offset += Text(tokens, position.Chosen.Token).Length;
        }

        return new TextLogprobs(
            [.. positions.Select(position => Text(tokens, position.Chosen.Token))],
            [.. positions.Select(position => position.Chosen.Logprob)],
            [.. positions.Select(position => Alternatives(position, tokens))],
            offsets);
    }

    // Tokens whose bytes are no whole character share one text; the likelier of them is shown.
    private static Dictionary<string, float> Alternatives(TokenLogprobs position, TokenTable tokens)
    {
        var alternatives = new Dictionary<string, float>();
        foreach (var top in position.Top) alternatives.TryAdd(Text(tokens, top.Token), top.Logprob);
        return alternatives;
    }

    private static string Text(TokenTable tokens, int token) => Encoding.UTF8.GetString(tokens[token]);
}
