using System.Text;
using InferOps.LocalCluster.Kubelet.Logs;

namespace InferOps.LocalCluster.Tests.Kubelet;

public sealed class ContainerLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("log").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task Lines_come_back_whole_in_order_and_from_the_tail()
    {
        using var log = Open(1 << 20);
        await LogPump.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes("one\ntwo\nthree\nfour")), "stdout", log);
        Assert.Equal("one\ntwo\nthree\nfour\n", await ReadAsync(log, new LogQuery()));
        Assert.Equal("three\nfour\n", await ReadAsync(log, new LogQuery { TailLines = 2 }));
        Assert.Equal("one\nt", await ReadAsync(log, new LogQuery { LimitBytes = 5 }));
        Assert.Equal("", await ReadAsync(log, new LogQuery { Since = DateTimeOffset.MaxValue }));
    }

    [Fact]
    public async Task A_very_long_line_is_stored_in_parts_and_read_as_one()
    {
        using var log = Open(1 << 20);
        var line = new string('x', 50_000);
        await LogPump.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(line + "\nend\n")), "stdout", log);
        Assert.Equal(line + "\nend\n", await ReadAsync(log, new LogQuery()));
    }

    [Fact]
    public async Task A_follower_sees_every_line_across_rotations_until_the_end()
    {
        var log = Open(2_000);
        using var output = new MemoryStream();
        var following = LogReader.CopyAsync(log, new LogQuery { Follow = true }, output, CancellationToken.None);
        for (var i = 0; i < 60; i++)
        {
            log.Append("stdout", true, Encoding.UTF8.GetBytes($"line {i} {new string('.', 40)}"));
            await Task.Yield();
        }

        log.Dispose();
        await following.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains("line 59", Encoding.UTF8.GetString(output.ToArray()));
        Assert.InRange(Directory.GetFiles(_folder).Length, 2, 5);
    }

    private ContainerLog Open(long maxBytes) => new(Path.Combine(_folder, "0.log"), maxBytes, TimeProvider.System);

    private static async Task<string> ReadAsync(ContainerLog log, LogQuery query)
    {
        using var output = new MemoryStream();
        await LogReader.CopyAsync(log, query, output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
