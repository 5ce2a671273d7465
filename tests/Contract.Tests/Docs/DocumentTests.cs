using System.Text.RegularExpressions;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Docs;

public sealed partial class DocumentTests
{
    private static readonly string Folder = Path.Combine(Golden.RepositoryRoot, "docs");

    public static TheoryData<string> Pages => [.. Directory.GetFiles(Folder, "*.md").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary><c>make docs</c> runs this with UPDATE_GOLDEN=1.</summary>
    [Fact]
    public void The_reference_is_that_of_the_definitions() => Assert.Null(Golden.Compare("docs/reference.md", ReferenceDocument.Write()));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        var text = File.ReadAllText(Path.Combine(Folder, page));
        foreach (Match link in Link().Matches(text))
        {
            var (file, anchor) = (link.Groups[1].Value, link.Groups[2].Value);
            var target = file.Length == 0 ? Path.Combine(Folder, page) : Path.GetFullPath(Path.Combine(Folder, file));
            Assert.True(Path.Exists(target), $"{page}: {link.Value}");
            if (anchor.Length > 0) Assert.Contains(anchor, File.ReadAllLines(target).Where(line => line.StartsWith('#')).Select(Anchor));
        }
    }

    [Fact]
    public void The_index_names_every_page()
    {
        var index = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.All(Pages.Select(row => row.Data).Where(page => page != "README.md"), page => Assert.Contains($"({page})", index, StringComparison.Ordinal));
    }

    /// <summary>As GitHub makes it of a heading.</summary>
    private static string Anchor(string heading) => Dropped().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?!https?://|mailto:)([^)#]*)#?([^)]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Dropped();
}
