namespace InferOps.EndToEnd.Tests.Kubectl;

/// <summary>What <c>kubectl get</c> printed for one kind: rows by name, cells by column.</summary>
internal static class Table
{
    /// <summary>Reads the table whose header is the first line. Cells are cut where the header's words begin, so that empty ones stay empty.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var header = lines[0];
        var starts = Enumerable.Range(0, header.Length).Where(at => header[at] != ' ' && (at == 0 || header[at - 1] == ' ')).ToList();
        var columns = starts.Select((start, index) => (Name: Cut(header, starts, index), index)).ToList();
        return lines.Skip(1)
            .Select(line => columns.ToDictionary(column => column.Name, column => Cut(line, starts, column.index)))
            .ToDictionary(row => row["NAME"], row => (IReadOnlyDictionary<string, string>)row);
    }

    private static string Cut(string line, List<int> starts, int index)
    {
        var end = index + 1 < starts.Count ? starts[index + 1] : line.Length;
        return starts[index] >= line.Length ? "" : line[starts[index]..Math.Min(end, line.Length)].Trim();
    }
}
