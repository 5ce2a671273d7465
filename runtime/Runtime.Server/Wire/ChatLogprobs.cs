using System.Text;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Log-probabilities of a chat's tokens.</summary>
internal sealed record ChatLogprobs(IReadOnlyList<ChatTokenLogprob> Content)
{
    public static ChatLogprobs Of(IReadOnlyList<TokenLogprobs> positions, TokenTable tokens) => new([.. positions.Select(position => new ChatTokenLogprob(
        Text(tokens, position.Chosen.Token),
        position.Chosen.Logprob,
        Bytes(tokens, position.Chosen.Token),
        [.. position.Top.Select(top => new TopLogprob(Text(tokens, top.Token), top.Logprob, Bytes(tokens, top.Token)))]))]);

    private static string Text(TokenTable tokens, int token) => Encoding.UTF8.GetString(tokens[token]);

    private static int[] Bytes(TokenTable tokens, int token) => [.. tokens[token].ToArray().Select(value => (int)value)];
}

/// <param name="Token">The token's text; U+FFFD where its bytes are no whole characters.</param>
/// <param name="Logprob">Natural logarithm of its probability.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="TopLogprobs">The most likely tokens at this position.</param>
internal sealed record ChatTokenLogprob(string Token, float Logprob, IReadOnlyList<int> Bytes, IReadOnlyList<TopLogprob> TopLogprobs);

internal sealed record TopLogprob(string Token, float Logprob, IReadOnlyList<int> Bytes);
