using System.Globalization;
using InferOps.Runtime.Core.Grammars;

namespace InferOps.Runtime.Server.Chat.Tools.Syntaxes;

/// <summary>Grammars of any text in which one text does not occur.</summary>
internal static class ForbiddenText
{
    /// <summary>Adds the rules, one for each beginning of the forbidden text that may have been read.</summary>
    /// <param name="builder">Where they go.</param>
    /// <param name="name">What their names begin with.</param>
    /// <param name="forbidden">Its first character occurs in it only there, so what breaks off is never a beginning but of the first.</param>
    /// <returns>The rule for the text.</returns>
    public static string AddRules(GrammarBuilder builder, string name, string forbidden)
    {
        for (var read = 0; read < forbidden.Length; read++)
        {
            var (first, next) = (forbidden[0], forbidden[read]);
            var others = read == 0 ? $"[^{first}]" : $"[^{first}{next}]";
            var again = read == 0 ? "" : $"\"{first}\" {Rule(1)} | ";
            var further = read + 1 < forbidden.Length ? $"\"{next}\" {Rule(read + 1)} | " : "";
            builder.Add(Rule(read), $"{others} {Rule(0)} | {again}{further}\"\"");
        }

        return Rule(0);

        string Rule(int read) => string.Create(CultureInfo.InvariantCulture, $"{name}-{read}");
    }
}
