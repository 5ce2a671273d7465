namespace InferOps.TestKit;

/// <summary>Compares text with a file beside the tests. Run with <c>UPDATE_GOLDEN=1</c> to write the files anew, and read the difference before committing it.</summary>
public static class Golden
{
    /// <param name="path">From the repository's root.</param>
    /// <param name="actual">What the code under test made; ends with one line feed.</param>
    /// <returns>Null: the same. Otherwise what differs first, for the failure message.</returns>
    public static string? Compare(string path, string actual)
    {
        var file = Path.Combine(RepositoryRoot, path);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return null;
        }
        if (!File.Exists(file)) return $"{path} does not exist; run the test with UPDATE_GOLDEN=1 and read what it writes.";
        var (expected, found) = (File.ReadAllLines(file), actual.Split('\n').SkipLast(1).ToArray());
        for (var line = 0; line < Math.Max(expected.Length, found.Length); line++)
        {
            var (one, other) = (expected.ElementAtOrDefault(line), found.ElementAtOrDefault(line));
            if (one != other) return $"{path}:{line + 1}\n  expected: {one ?? "(end of file)"}\n  actual:   {other ?? "(end of text)"}";
        }
        return null;
    }

    /// <summary>Where the solution lies, above the folder that the tests run in.</summary>
    public static string RepositoryRoot { get; } = FindRoot(AppContext.BaseDirectory);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Operator.sln")) ? folder
        : Path.GetDirectoryName(folder) is { } parent ? FindRoot(parent)
        : throw new DirectoryNotFoundException("Operator.sln is in no folder above the tests.");
}
