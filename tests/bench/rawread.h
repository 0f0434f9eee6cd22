// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person would write by hand on each client library to read all students with their classes: the
// students, the links of each thousand of them, each class of these links once.

#include "orm/sql/connectionsettings.h"

#include <libpq-fe.h>
#include <mysql.h>
#include <sqlite3.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace conjoin::bench {

struct RawClass {
    long long id = 0;
    std::string title, code;
    long long credits = 0;
};
struct RawLink {
    std::string grade, enrolledAt;
    long long student = 0, course = 0;
    const RawClass* of = nullptr;
};
struct RawStudent {
    long long id = 0;
    std::string name, email, born;
    std::vector<RawLink> links;
};
using RawStudents = std::vector<RawStudent>;

class RawReader {
public:
    virtual ~RawReader() = default;

    void readStudents()
    {
        students_.clear();
        classes_.clear();
        std::unordered_map<long long, size_t> places;
        each("SELECT " + names({"id", "name", "email", "born"}) + " FROM " + names({"Students"}) +
                 " ORDER BY " + names({"id"}),
            [&](const auto& row) {
                places[row.number(0)] = students_.size();
                students_.push_back({row.number(0), row.text(1), row.text(2), row.text(3), {}});
            });
        constexpr size_t chunk = 1000;
        for (size_t first = 0; first < students_.size(); first += chunk) {
            std::string list;
            for (size_t i = first; i < std::min(first + chunk, students_.size()); ++i)
                append(list, students_[i].id);
            each("SELECT " + names({"grade", "enrolledAt", "StudentId", "ClassId"}) + " FROM " +
                     names({"Enrollments"}) + " WHERE " + names({"StudentId"}) + " IN (" + list +
                     ") ORDER BY " + names({"StudentId", "ClassId"}),
                [&](const auto& row) {
                    students_[places[row.number(2)]].links.push_back(
                        {row.text(0), row.text(1), row.number(2), row.number(3), nullptr});
                });
        }
        std::vector<long long> wanted;
        for (const RawStudent& student : students_) {
            for (const RawLink& link : student.links) {
                if (classes_.try_emplace(link.course).second)
                    wanted.push_back(link.course);
            }
        }
        for (size_t first = 0; first < wanted.size(); first += chunk) {
            std::string list;
            for (size_t i = first; i < std::min(first + chunk, wanted.size()); ++i)
                append(list, wanted[i]);
            each("SELECT " + names({"id", "title", "code", "credits"}) + " FROM " + names({"Classes"}) +
                     " WHERE " + names({"id"}) + " IN (" + list + ")",
                [&](const auto& row) {
                    classes_[row.number(0)] = {row.number(0), row.text(1), row.text(2), row.number(3)};
                });
        }
        for (RawStudent& student : students_) {
            for (RawLink& link : student.links)
                link.of = &classes_.find(link.course)->second;
        }
    }

protected:
    virtual char quote() const { return '"'; }
    virtual void run(const std::string& sql, const std::function<void(void*)>& row) = 0;

    struct Cells {
        const RawReader& reader;
        void* row;
        std::string text(int i) const { return reader.textOf(row, i); }
        long long number(int i) const { return reader.numberOf(row, i); }
    };
    virtual std::string textOf(void* row, int column) const = 0;
    virtual long long numberOf(void* row, int column) const = 0;

private:
    template<class Take>
    void each(const std::string& sql, Take take)
    {
        run(sql, [&](void* row) { take(Cells{*this, row}); });
    }
    static void append(std::string& list, long long number)
    {
        if (!list.empty())
            list += ',';
        list += std::to_string(number);
    }
    std::string names(std::initializer_list<const char*> list) const
    {
        std::string text;
        for (const char* name : list) {
            if (!text.empty())
                text += ", ";
            text += quote();
            text += name;
            text += quote();
        }
        return text;
    }

    RawStudents students_;
    std::unordered_map<long long, RawClass> classes_;
};

inline void giveUp(const char* what)
{
    std::fprintf(stderr, "%s\n", what);
    std::exit(1);
}

class RawSqlite : public RawReader {
public:
    explicit RawSqlite(const sql::ConnectionSettings& settings)
    {
        if (sqlite3_open(settings.file.toUtf8().constData(), &handle_) != SQLITE_OK)
            giveUp(sqlite3_errmsg(handle_));
    }
    ~RawSqlite() override { sqlite3_close(handle_); }

protected:
    void run(const std::string& sql, const std::function<void(void*)>& row) override
    {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            giveUp(sqlite3_errmsg(handle_));
        while (sqlite3_step(statement) == SQLITE_ROW)
            row(statement);
        sqlite3_finalize(statement);
    }
    std::string textOf(void* row, int column) const override
    {
        auto* statement = static_cast<sqlite3_stmt*>(row);
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
        return text ? std::string(text, size_t(sqlite3_column_bytes(statement, column))) : std::string();
    }
    long long numberOf(void* row, int column) const override
    {
        return sqlite3_column_int64(static_cast<sqlite3_stmt*>(row), column);
    }

private:
    sqlite3* handle_ = nullptr;
};

class RawPostgres : public RawReader {
public:
    explicit RawPostgres(const sql::ConnectionSettings& settings)
        : connection_(PQsetdbLogin(settings.socket.toUtf8().constData(), nullptr, nullptr, nullptr,
              settings.database.toUtf8().constData(), settings.user.toUtf8().constData(), nullptr))
    {
        if (PQstatus(connection_) != CONNECTION_OK)
            giveUp(PQerrorMessage(connection_));
    }
    ~RawPostgres() override { PQfinish(connection_); }

protected:
    void run(const std::string& sql, const std::function<void(void*)>& row) override
    {
        result_ = PQexec(connection_, sql.c_str());
        if (PQresultStatus(result_) != PGRES_TUPLES_OK)
            giveUp(PQerrorMessage(connection_));
        for (int i = 0; i < PQntuples(result_); ++i)
            row(&i);
        PQclear(result_);
    }
    std::string textOf(void* row, int column) const override
    {
        const int at = *static_cast<int*>(row);
        return {PQgetvalue(result_, at, column), size_t(PQgetlength(result_, at, column))};
    }
    long long numberOf(void* row, int column) const override
    {
        return std::atoll(PQgetvalue(result_, *static_cast<int*>(row), column));
    }

private:
    PGconn* connection_;
    PGresult* result_ = nullptr;
};

class RawMariaDb : public RawReader {
public:
    explicit RawMariaDb(const sql::ConnectionSettings& settings)
        : connection_(mysql_init(nullptr))
    {
        mysql_options(connection_, MYSQL_SET_CHARSET_NAME, "utf8mb4");
        if (!mysql_real_connect(connection_, nullptr, settings.user.toUtf8().constData(), "",
                settings.database.toUtf8().constData(), 0, settings.socket.toUtf8().constData(), 0))
            giveUp(mysql_error(connection_));
    }
    ~RawMariaDb() override { mysql_close(connection_); }

protected:
    char quote() const override { return '`'; }
    void run(const std::string& sql, const std::function<void(void*)>& row) override
    {
        if (mysql_real_query(connection_, sql.c_str(), static_cast<unsigned long>(sql.size())) != 0)
            giveUp(mysql_error(connection_));
        MYSQL_RES* result = mysql_store_result(connection_);
        while (MYSQL_ROW cells = mysql_fetch_row(result)) {
            lengths_ = mysql_fetch_lengths(result);
            row(cells);
        }
        mysql_free_result(result);
    }
    std::string textOf(void* row, int column) const override
    {
        const MYSQL_ROW cells = static_cast<MYSQL_ROW>(row);
        return cells[column] ? std::string(cells[column], lengths_[column]) : std::string();
    }
    long long numberOf(void* row, int column) const override
    {
        return std::atoll(static_cast<MYSQL_ROW>(row)[column]);
    }

private:
    MYSQL* connection_;
    const unsigned long* lengths_ = nullptr;
};

inline std::unique_ptr<RawReader> rawReader(const sql::ConnectionSettings& settings)
{
    if (settings.isFile())
        return std::make_unique<RawSqlite>(settings);
    if (settings.dialect == u"postgresql")
        return std::make_unique<RawPostgres>(settings);
    return std::make_unique<RawMariaDb>(settings);
}

} // namespace conjoin::bench
