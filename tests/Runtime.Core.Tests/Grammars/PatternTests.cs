using System.Text.RegularExpressions;
using InferOps.Runtime.Core.Grammars.Patterns;

namespace InferOps.Runtime.Core.Tests.Grammars;

public sealed class PatternTests
{
    [Theory]
    [InlineData("^[a-c]+x?$", "a,abc,abcx", ",x,abcxx")]
    [InlineData("^(ab|c){2}$", "abab,cab,cc", "ab,abcc c")]
    [InlineData("b+", "b,abba,xbx", ",aaa")]
    [InlineData("^a|b$", "a,axx,xxb,b", "xa,bx")]
    [InlineData(@"^\d{2,3}$", "12,123", "1,1234,a1")]
    [InlineData(@"^\w+@\w+\.(com|org)$", "me@x.org", "me@x.net,@x.com")]
    [InlineData("^[^a-z]$", "A,1,-", "a,z,AA")]
    [InlineData("^[a^-]{2}$", "a^,-a", "ab")]
    [InlineData(@"^\u0041\x42\$$", "AB$", "AB")]
    [InlineData("^(?:x|(?<name>y))*?$", ",xy,yyx", "z")]
    [InlineData("^$", "", "a")]
    [InlineData("", ",anything", "")]
    [InlineData("^a{0}b$", "b", "ab")]
    public void A_pattern_matches_what_regular_expressions_match(string pattern, string matching, string others)
    {
        var read = PatternReader.Read(pattern).AsRegex();
        foreach (var text in matching.Split(','))
        {
            Assert.Matches(pattern, text);
            Assert.Matches(read, text);
        }

        foreach (var text in others.Split(',').Where(text => !Regex.IsMatch(text, pattern))) Assert.DoesNotMatch(read, text);
    }

    [Theory]
    [InlineData("(a*)*")]
    [InlineData("(?!a)")]
    [InlineData("(?<=a)b")]
    [InlineData("a(^b)")]
    [InlineData("a(b$)")]
    [InlineData("(a)\\1")]
    [InlineData("\\p{L}")]
    [InlineData("\\bword\\b")]
    [InlineData("[z-a]")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("*a")]
    [InlineData("a{2,1}")]
    [InlineData("a\\")]
    [InlineData("[a")]
    [InlineData("[]")]
    public void What_is_not_regular_or_no_pattern_is_refused(string pattern) => Assert.Throws<FormatException>(() => PatternReader.Read(pattern));

    [Theory]
    [InlineData("date", "2024-02-29,2023-02-28,1999-12-31", "2023-02-29,1900-02-29,2023-04-31,2023-13-01")]
    [InlineData("date-time", "2024-02-29T23:59:59Z,2000-02-29T00:00:00.123+02:00", "2024-02-29 23:59:59Z,2024-02-29T24:00:00Z,2024-02-29T23:59:59")]
    [InlineData("ipv4", "0.0.0.0,255.249.199.9", "256.1.1.1,1.1.1,01.1.1.1")]
    [InlineData("email", "a@b.cd,first.last+tag@some-host.example.org", "a@b,@b.cd,a b@c.de")]
    [InlineData("duration", "P1Y2M3D,PT5M,P4W,PT1H2M3S", "P,PT,1Y,P1H,PT1H3S")]
    [InlineData("uri", "https://example.org/a/b?c=d#e,http://localhost:8080", "example.org,https://,ftp//x")]
    [InlineData("uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000")]
    [InlineData("hostname", "a.b-c.example", "-a.b,a..b")]
    [InlineData("ipv6", "2001:db8:0:0:0:0:0:1", "2001:db8::zz")]
    [InlineData("time", "12:00:00Z,23:59:59.5-08:00", "12:00Z,25:00:00Z")]
    public void A_format_is_what_its_standard_says(string format, string right, string wrong)
    {
        var read = PatternReader.Read(FormatPatterns.All[format]).AsRegex();
        foreach (var text in right.Split(',')) Assert.Matches(read, text);
        foreach (var text in wrong.Split(',')) Assert.DoesNotMatch(read, text);
    }
}
